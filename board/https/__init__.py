"""HTTPS without anybody else: an authority of the installation's own, its certificates, and given ones."""
