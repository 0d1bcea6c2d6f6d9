"""What the records of the tests' two counties carry, by which a test knows whose they are."""

CANARY = {"A": "金丝雀甲QX7A", "B": "金丝雀乙QX7B"}
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
