// SPDX-License-Identifier: Apache-2.0
// The consumer's half of the ring: copies whole, verified records out. Needs no Node, so that
// benchmarks and fuzzers use it alone. One thread at a time.
#ifndef DSMIL_ADDON_RING_CONSUMER_H
#define DSMIL_ADDON_RING_CONSUMER_H

#include <cstddef>
#include <cstdint>

#include "../../kernel/include/uapi/dsmil.h"
#include "posix.h"

namespace dsmil {

struct RingMapping {
  Mapping consumer;
  Mapping producer;
  Mapping data;  // twice in a row
  uint64_t data_size = 0;
};

class RingConsumer {
 public:
  // What Drain answers instead of bytes. Nothing was consumed, and nothing will be before a reset.
  static constexpr int64_t kCorrupt =
      -1;  // a record that cannot be: its length is not to be trusted
  static constexpr int64_t kConsumerFault = -2;  // the core did not accept our position

  // What a drain found out, besides the bytes.
  struct Drained {
    uint64_t records = 0;
    uint64_t missed = 0;  // sequence numbers that did not come: lost, the last ones included
  };

  RingConsumer(RingMapping mapping, uint64_t next_sequence);

  // Checks what the producer page says of itself.
  Status Validate() const;
  // Whole records that fit into `capacity`; bytes, or one of the above. What was dropped after the
  // last record is missed as soon as the ring is empty, and not only when another record comes.
  int64_t Drain(uint8_t *target, size_t capacity, Drained *drained);
  // Is anything published that is not consumed?
  bool HasData() const;
  // We poll by ourselves: the producer need not wake us.
  void SetAwake();
  // From here on it must; true when something came meanwhile (and then we are awake again).
  bool ClearAwake();
  // After a reset: the core's new position and next sequence.
  void Resync(uint64_t position, uint64_t next_sequence);
  // DSMIL_PAGE_ bits of the producer page.
  uint32_t PageFlags() const;

  // Bytes published that are not consumed.
  uint64_t backlog() const;
  uint64_t position() const { return position_; }
  // What the next record must have; more means that some were lost.
  uint64_t next_sequence() const { return next_sequence_; }
  uint64_t drained_records() const { return drained_records_; }
  uint64_t drained_bytes() const { return drained_bytes_; }
  uint64_t corrupt() const { return corrupt_; }

 private:
  uint64_t MissedAtEnd() const;
  template <typename Crc>
  int64_t DrainWith(uint8_t *target, size_t capacity, Drained *drained);

  RingMapping mapping_;
  dsmil_ring_consumer *consumer_;
  const dsmil_ring_producer *producer_;
  const uint8_t *data_;
  uint64_t mask_;
  uint64_t position_ = 0;
  uint64_t next_sequence_;
  bool faulted_ = false;
  uint64_t drained_records_ = 0;
  uint64_t drained_bytes_ = 0;
  uint64_t corrupt_ = 0;
};

}  // namespace dsmil

#endif
