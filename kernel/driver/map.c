// SPDX-License-Identifier: GPL-2.0-only
/*
 * mmap. Each of the four areas is mapped alone, at its exact offset and length;
 * remap_file_pages comes through here again, with both of its own making.
 *
 * A mapping keeps its file alive, and a file the instance and its own ring: what is
 * mapped stays readable after the device is gone, and says so.
 */
#define pr_fmt(fmt) "dsmil: " fmt

#include <linux/mm.h>
#include <linux/vmalloc.h>

#include "compat.h"
#include "driver.h"

#define PAGES_OF(bytes)	((bytes) >> PAGE_SHIFT)

static int map_state(struct dsmil_instance *instance, struct vm_area_struct *vma)
{
	if (vma_pages(vma) != PAGES_OF(DSMIL_STATE_MAP_SIZE))
		return -EINVAL;
	return remap_vmalloc_range(vma, instance->state, 0);
}

/* How long the area at that offset of a ring is, in pages; 0: there is none. */
static unsigned long ring_area(const struct dsmil_ring_memory *memory, unsigned long first)
{
	switch (first) {
	case PAGES_OF(DSMIL_MMAP_CONSUMER):
	case PAGES_OF(DSMIL_MMAP_PRODUCER):
		return 1;
	case PAGES_OF(DSMIL_MMAP_DATA):
		return 2 * PAGES_OF(memory->data_size);
	default:
		return 0;
	}
}

static int map_ring(struct dsmil_open_file *open, struct vm_area_struct *vma)
{
	struct dsmil_core *core = &open->instance->core;
	struct dsmil_ring_memory memory;
	bool owner;

	/* Set once for a file that owns the ring, and until it is released. */
	dsmil_mutex_lock(&core->mutex);
	owner = core->ring_owner == &open->file;
	memory = core->ring_memory;
	dsmil_mutex_unlock(&core->mutex);
	if (!owner)
		return -ENXIO;
	if (vma_pages(vma) != ring_area(&memory, vma->vm_pgoff))
		return -EINVAL;
	return dsmil_ring_map(&memory, vma, vma->vm_pgoff);
}

int dsmil_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct dsmil_open_file *open = file->private_data;
	bool writable = vma->vm_pgoff == PAGES_OF(DSMIL_MMAP_CONSUMER);
	vm_flags_t never = VM_MAYEXEC;

	if (dsmil_is_gone(open->instance))
		return -ENODEV;
	/* A private copy would show the past for ever. VM_SHARED is not set for read-only files. */
	if (!(vma->vm_flags & VM_MAYSHARE))
		return -EINVAL;
	if (vma->vm_flags & VM_EXEC || (vma->vm_flags & VM_WRITE && !writable))
		return -EACCES;
	/* What is not granted now is not to be had later either. */
	if (!(vma->vm_flags & VM_WRITE))
		never |= VM_MAYWRITE;
	dsmil_vma_change(vma, VM_DONTCOPY | VM_DONTEXPAND | VM_DONTDUMP, never);
	if (vma->vm_pgoff == PAGES_OF(DSMIL_MMAP_STATE))
		return map_state(open->instance, vma);
	return map_ring(open, vma);
}
