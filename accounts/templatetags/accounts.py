"""Filters of the account's pages."""

from django import template

from accounts.browsers import browser_words

register = template.Library()
register.filter("browser_words", browser_words)
