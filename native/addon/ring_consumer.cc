// SPDX-License-Identifier: Apache-2.0
#include "ring_consumer.h"

#include <cerrno>
#include <cstring>

#include "crc32c.h"

namespace dsmil {
namespace {

constexpr uint64_t kLengthMax = DSMIL_RECORD_HEADER_SIZE + DSMIL_RECORD_PAYLOAD_MAX;
// How much is consumed before the producer is told, so that it can go on meanwhile.
constexpr uint64_t kReleaseEvery = 65536;

inline uint64_t Word(const uint8_t *from) {
  uint64_t word;
  memcpy(&word, from, sizeof(word));
  return word;
}

// Copies a record and verifies the copy: what is checked is what the caller sees, even if the
// other side wrote to it meanwhile. Returns whether it is right.
template <typename Crc>
inline bool CopyVerified(uint8_t *to, const uint8_t *from, uint64_t first, uint64_t span) {
  uint32_t crc = Crc::Word(~0U, static_cast<uint32_t>(first));
  memcpy(to, &first, sizeof(first));
  for (uint64_t at = 8; at < span; at += 8) {
    uint64_t word = Word(from + at);
    memcpy(to + at, &word, sizeof(word));
    crc = Crc::Word(crc, word);
  }
  return static_cast<uint32_t>(first >> 32) == ~crc;
}

}  // namespace

RingConsumer::RingConsumer(RingMapping mapping, uint64_t next_sequence)
    : mapping_(std::move(mapping)),
      consumer_(mapping_.consumer.as<dsmil_ring_consumer>()),
      producer_(mapping_.producer.as<const dsmil_ring_producer>()),
      data_(mapping_.data.as<const uint8_t>()),
      mask_(mapping_.data_size - 1),
      next_sequence_(next_sequence) {}

Status RingConsumer::Validate() const {
  uint64_t magic = __atomic_load_n(&producer_->magic, __ATOMIC_ACQUIRE);
  if (magic != DSMIL_RING_MAGIC) return Status::Failed(EPROTO, "the producer page has no magic");
  if (producer_->record_schema != DSMIL_RECORD_SCHEMA) {
    return Status::Failed(EPROTO, "the ring has record schema " +
                                      std::to_string(producer_->record_schema) +
                                      ", this addon knows " + std::to_string(DSMIL_RECORD_SCHEMA));
  }
  if (producer_->data_size != mapping_.data_size) {
    return Status::Failed(
        EPROTO, "the producer page tells of " + std::to_string(producer_->data_size) +
                    " bytes of data, the set-up of " + std::to_string(mapping_.data_size));
  }
  return Status::Ok();
}

// Sequence numbers that were given to nothing: the core shows a record before its number, so that
// with nothing to be read after the number was, all up to it are drops.
uint64_t RingConsumer::MissedAtEnd() const {
  const uint64_t next = __atomic_load_n(&producer_->next_seq, __ATOMIC_ACQUIRE);
  if (__atomic_load_n(&producer_->prod_pos, __ATOMIC_ACQUIRE) != position_) return 0;
  return next > next_sequence_ ? next - next_sequence_ : 0;
}

template <typename Crc>
int64_t RingConsumer::DrainWith(uint8_t *target, size_t capacity, Drained *drained) {
  const uint64_t published = __atomic_load_n(&producer_->prod_pos, __ATOMIC_ACQUIRE);
  uint64_t position = position_;
  uint64_t released = position;
  uint64_t expected = next_sequence_;
  uint64_t missed = 0;
  uint64_t records = 0;
  uint64_t copied = 0;
  bool corrupt = false;

  for (;;) {
    // What is published meanwhile waits for the next call: to run after a producer record by
    // record would take its cache lines away each time.
    uint64_t available = published - position;
    if (available == 0) break;
    const uint8_t *from = data_ + (position & mask_);
    uint64_t first = Word(from);
    uint64_t length = static_cast<uint32_t>(first);
    uint64_t span = (length + 7) & ~7ULL;
    if (__builtin_expect(available > mask_ + 1 || available % DSMIL_RECORD_ALIGN != 0 ||
                             length < DSMIL_RECORD_HEADER_SIZE || length > kLengthMax ||
                             span > available,
                         0)) {
      corrupt = true;
      break;
    }
    if (span > capacity - copied) break;
    if (__builtin_expect(!CopyVerified<Crc>(target + copied, from, first, span), 0)) {
      corrupt = true;
      break;
    }
    // A number that went backwards is a wrong core, not a loss: the callers' own walk shows it.
    uint64_t sequence = Word(target + copied + 8);
    if (sequence > expected) missed += sequence - expected;
    expected = sequence + 1;
    copied += span;
    position += span;
    records++;
    if (position - released >= kReleaseEvery) {
      __atomic_store_n(&consumer_->cons_pos, position, __ATOMIC_RELEASE);
      released = position;
    }
  }
  if (position != released) __atomic_store_n(&consumer_->cons_pos, position, __ATOMIC_RELEASE);
  position_ = position;
  next_sequence_ = expected;
  if (position == published && !corrupt) {
    const uint64_t last = MissedAtEnd();
    missed += last;
    next_sequence_ += last;
  }
  drained->records = records;
  drained->missed = missed;
  drained_records_ += records;
  drained_bytes_ += copied;
  if (corrupt && copied == 0) {
    // Said when nothing good precedes it any more, so that no verified record is withheld.
    faulted_ = true;
    corrupt_++;
    return kCorrupt;
  }
  return static_cast<int64_t>(copied);
}

int64_t RingConsumer::Drain(uint8_t *target, size_t capacity, Drained *drained) {
  if (faulted_) return kCorrupt;
  int64_t bytes;
#if defined(__x86_64__)
  static const bool hardware = CrcHasHardware();
  bytes = hardware ? DrainWith<CrcHardware>(target, capacity, drained)
                   : DrainWith<CrcTable>(target, capacity, drained);
#else
  bytes = DrainWith<CrcTable>(target, capacity, drained);
#endif
  if (bytes == 0 && (PageFlags() & DSMIL_PAGE_CONSUMER_FAULT) != 0) return kConsumerFault;
  return bytes;
}

bool RingConsumer::HasData() const { return backlog() != 0; }

uint64_t RingConsumer::backlog() const {
  return __atomic_load_n(&producer_->prod_pos, __ATOMIC_ACQUIRE) - position_;
}

void RingConsumer::SetAwake() { __atomic_store_n(&consumer_->awake, 1U, __ATOMIC_RELAXED); }

bool RingConsumer::ClearAwake() {
  __atomic_store_n(&consumer_->awake, 0U, __ATOMIC_RELAXED);
  // Pairs with the producer's between publishing and reading awake: one of the two sees the other.
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
  if (!HasData()) return false;
  SetAwake();
  return true;
}

void RingConsumer::Resync(uint64_t position, uint64_t next_sequence) {
  position_ = position;
  next_sequence_ = next_sequence;
  faulted_ = false;
  // cons_pos is left alone: the core has set it, and by now perhaps to what a later reset says.
}

uint32_t RingConsumer::PageFlags() const {
  return __atomic_load_n(&producer_->flags, __ATOMIC_RELAXED);
}

}  // namespace dsmil
