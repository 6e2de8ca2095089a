"""A firm's own desk: it sends its people to courses, sees how they stand, takes up offers and gives places back."""
