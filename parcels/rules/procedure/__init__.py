"""闲置程序: the table of steps, what each must hold, and the periods that they start (53号令)."""
