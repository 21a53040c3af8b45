// SPDX-License-Identifier: GPL-2.0-only
/* vm_flags became read-only, to be changed through helpers. */
#include <linux/mm.h>

void dsmil_probe_vm_flags(struct vm_area_struct *vma);
void dsmil_probe_vm_flags(struct vm_area_struct *vma)
{
	vm_flags_mod(vma, VM_DONTCOPY, VM_MAYEXEC);
}
