"""What consoles say: written as recorded, and read whoever wrote it."""
