"""At the door of the class: ticks on a phone, and a list on paper to sign."""
