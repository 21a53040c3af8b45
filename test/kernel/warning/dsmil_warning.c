// SPDX-License-Identifier: GPL-2.0-only
/* A module with one thing that W=1 warns of, and nothing else: a build with -Werror must fail. */
#include <linux/module.h>

int dsmil_warning(int value);
int dsmil_warning(int value)
{
	int unused = value;

	unused = 1;
	return value;
}

MODULE_DESCRIPTION("A module that warns, for the tests of dsmil");
MODULE_LICENSE("GPL");
