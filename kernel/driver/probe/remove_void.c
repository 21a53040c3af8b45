// SPDX-License-Identifier: GPL-2.0-only
/* platform_driver.remove lost its result, which nobody read. Before, there was remove_new beside it. */
#include <linux/platform_device.h>

_Static_assert(__builtin_types_compatible_p(typeof(((struct platform_driver *)0)->remove),
					    void (*)(struct platform_device *)),
	       "remove gives an int");
