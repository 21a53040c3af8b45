/* SPDX-License-Identifier: GPL-2.0-only */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM dsmil

#if !defined(DSMIL_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define DSMIL_TRACE_H

#include <linux/tracepoint.h>

/* A call, when it is through. */
TRACE_EVENT(dsmil_call,
	TP_PROTO(u32 nr, int error, u32 reason, u32 field),
	TP_ARGS(nr, error, reason, field),
	TP_STRUCT__entry(
		__field(u32, nr)
		__field(int, error)
		__field(u32, reason)
		__field(u32, field)
	),
	TP_fast_assign(
		__entry->nr = nr;
		__entry->error = error;
		__entry->reason = reason;
		__entry->field = field;
	),
	TP_printk("nr=0x%02x error=%d reason=%u field=%u", __entry->nr, __entry->error,
		  __entry->reason, __entry->field)
);

/* A register access of a backend that reaches hardware. */
TRACE_EVENT(dsmil_access,
	TP_PROTO(u16 token, u32 reg, bool write, u32 value, int error),
	TP_ARGS(token, reg, write, value, error),
	TP_STRUCT__entry(
		__field(u16, token)
		__field(bool, write)
		__field(u32, reg)
		__field(u32, value)
		__field(int, error)
	),
	TP_fast_assign(
		__entry->token = token;
		__entry->write = write;
		__entry->reg = reg;
		__entry->value = value;
		__entry->error = error;
	),
	TP_printk("token=0x%04x %s register=%u value=0x%08x error=%d", __entry->token,
		  __entry->write ? "write" : "read", __entry->reg, __entry->value, __entry->error)
);

/* The stop's generation moved, or the device is gone. */
TRACE_EVENT(dsmil_stop,
	TP_PROTO(u64 generation, bool gone),
	TP_ARGS(generation, gone),
	TP_STRUCT__entry(
		__field(u64, generation)
		__field(bool, gone)
	),
	TP_fast_assign(
		__entry->generation = generation;
		__entry->gone = gone;
	),
	TP_printk("generation=%llu gone=%d", __entry->generation, __entry->gone)
);

/* The ring's reader is woken. */
TRACE_EVENT(dsmil_wake,
	TP_PROTO(u64 next_seq),
	TP_ARGS(next_seq),
	TP_STRUCT__entry(
		__field(u64, next_seq)
	),
	TP_fast_assign(
		__entry->next_seq = next_seq;
	),
	TP_printk("next_seq=%llu", __entry->next_seq)
);

/* One sweep over all devices. */
TRACE_EVENT(dsmil_sampled,
	TP_PROTO(u64 duration_ns),
	TP_ARGS(duration_ns),
	TP_STRUCT__entry(
		__field(u64, duration_ns)
	),
	TP_fast_assign(
		__entry->duration_ns = duration_ns;
	),
	TP_printk("duration_ns=%llu", __entry->duration_ns)
);

#endif

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
