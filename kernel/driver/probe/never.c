// SPDX-License-Identifier: GPL-2.0-only
/* Control: what no kernel has. Must not compile. */
#include <linux/mm.h>

void dsmil_probe_never(struct vm_area_struct *vma);
void dsmil_probe_never(struct vm_area_struct *vma)
{
	dsmil_no_kernel_declares_this(vma);
}
