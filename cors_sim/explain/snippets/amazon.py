"""Amazon S3 and Amazon API Gateway, which take JSON."""

import json
from collections.abc import Mapping

from cors_sim.explain.grant import Grant
from cors_sim.explain.snippets._snippet import Part, Snippet

_S3_METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE"}


def s3(grant: Grant) -> Snippet:
    """The rules of a bucket."""
    rule: dict[str, object] = {
        "AllowedOrigins": grant.origins,
        "AllowedMethods": grant.methods,
        "AllowedHeaders": grant.header_names,
        "ExposeHeaders": grant.exposed_header_names,
        "MaxAgeSeconds": grant.max_age,
    }
    others = ", ".join(method for method in grant.methods if method not in _S3_METHODS)
    return Snippet(
        server="s3",
        title="Amazon S3",
        language="json",
        parts=(
            Part(
                "For aws s3api put-bucket-cors --cors-configuration file://cors.json",
                _json({"CORSRules": [_said(rule)]}),
            ),
        ),
        notes=(
            "The console takes the list in CORSRules alone.",
            "It is for the whole bucket: S3 knows no CORS rules for one path.",
            "S3 says Vary only where a request has an Origin: a cache in front of it, as CloudFront, "
            "has to have Origin in its cache key.",
            "With an origin named, S3 allows credentials by itself; it has no word for that.",
            *((f"S3 has no word for the method {others}.",) if others else ()),
        ),
    )


def api_gateway(grant: Grant) -> Snippet:
    """The CORS configuration of an HTTP API."""
    configuration: dict[str, object] = {
        "AllowOrigins": grant.origins,
        "AllowMethods": grant.methods,
        "AllowHeaders": grant.header_names,
        "ExposeHeaders": grant.exposed_header_names,
        "AllowCredentials": grant.credentials,
        "MaxAge": grant.max_age,
    }
    return Snippet(
        server="api-gateway",
        title="Amazon API Gateway, HTTP APIs",
        language="json",
        parts=(
            Part(
                "For aws apigatewayv2 update-api --api-id ID --cors-configuration file://cors.json",
                _json(_said(configuration)),
            ),
        ),
        notes=(
            "It is for the whole API: an HTTP API has no CORS configuration for one path.",
            "API Gateway answers preflights itself, and drops Access-Control headers of what is behind it.",
        ),
    )


def _said(members: Mapping[str, object]) -> dict[str, object]:
    """*members* without those that say nothing."""
    return {
        name: value for name, value in members.items() if value not in ((), None) and value is not False
    }


def _json(value: object) -> str:
    return json.dumps(value, indent=2)
