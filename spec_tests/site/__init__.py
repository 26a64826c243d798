"""The playground does what it says, in real browsers."""
