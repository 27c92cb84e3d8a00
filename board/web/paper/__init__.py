"""What leaves the printer: job cards, the customer's copy and badges, as pages to print and as PDF."""
