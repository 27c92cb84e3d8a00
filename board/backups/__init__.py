"""Backups: taking them, looking whether they are good, putting them back.

A backups folder holds a folder for each backup (`board-20261128-023000Z`: the database, the secret key, a list of the
pictures, a manifest) and `attachments/`, in which each picture lies once however many backups name it.
"""
