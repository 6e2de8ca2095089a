"""The page of those who post needs: a buyer's agents, and staff on behalf of buyers."""
