"""Requests: asked by who holds the case or by the resident, granted or refused by a reviewer."""
