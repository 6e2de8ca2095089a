"""The plans' part of loading a cluster from its data files, and of taking the sample away. All of it is sample."""

from actionplans.loading.plans import load
from actionplans.loading.removal import remove_plans
from actionplans.loading.schema import SCHEMA

SCHEMAS = {"reported": {}, "sample": SCHEMA}

__all__ = ["SCHEMAS", "load", "remove_plans"]
