"""aidroute: a directory of humanitarian aid channels that leads each visitor to one that works now."""
