// SPDX-License-Identifier: Apache-2.0
// The addon's half of the ring and of the state page, against a core that writes anything:
// positions, numbers, lengths and records that cannot be, in any order. What comes out is whole and
// verified, and nothing else is touched (each target is a block of exactly its size).
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include "../../native/addon/ring_consumer.h"
#include "../../native/addon/snapshot.h"

#define REQUIRE(condition)                                                           \
  do {                                                                               \
    if (!(condition)) {                                                              \
      fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition); \
      abort();                                                                       \
    }                                                                                \
  } while (0)

namespace {

constexpr uint64_t kPage = 4096;
constexpr uint64_t kData = DSMIL_RING_SIZE_MIN;
constexpr size_t kSteps = 64;

class Input {
 public:
  Input(const uint8_t *at, size_t left) : at_(at), left_(left) {}
  bool empty() const { return left_ == 0; }
  // The missing bytes are zero.
  void Take(void *to, size_t size) {
    size_t n = size < left_ ? size : left_;
    memset(to, 0, size);
    if (n != 0) memcpy(to, at_, n);
    at_ += n;
    left_ -= n;
  }
  template <typename T>
  T Number() {
    T value;
    Take(&value, sizeof(value));
    return value;
  }

 private:
  const uint8_t *at_;
  size_t left_;
};

// As the ABI describes it, and with nothing of the code under test.
uint32_t Crc32c(const uint8_t *bytes, size_t size) {
  uint32_t crc = ~0U;
  for (size_t i = 0; i < size; i++) {
    crc ^= bytes[i];
    for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78U : 0);
  }
  return ~crc;
}

bool IsRecord(const uint8_t *at, size_t left, uint64_t *span) {
  dsmil_record_header header;
  if (left < sizeof(header)) return false;
  memcpy(&header, at, sizeof(header));
  *span = (header.length + 7ULL) / 8 * 8;
  if (header.length < sizeof(header) || header.length > sizeof(header) + DSMIL_RECORD_PAYLOAD_MAX ||
      *span > left) {
    return false;
  }
  std::vector<uint8_t> copy(at, at + *span);
  memset(copy.data() + offsetof(dsmil_record_header, crc), 0, sizeof(header.crc));
  return Crc32c(copy.data(), copy.size()) == header.crc;
}

// The core's side of the memory, writable, over the same files as the consumer's.
class Core {
 public:
  Core() {
    consumer_fd_ = dsmil::Fd(memfd_create("consumer", MFD_CLOEXEC));
    ring_fd_ = dsmil::Fd(memfd_create("ring", MFD_CLOEXEC));
    REQUIRE(ftruncate(consumer_fd_.get(), kPage) == 0);
    REQUIRE(ftruncate(ring_fd_.get(), kPage + kData) == 0);
    constexpr int kBoth = PROT_READ | PROT_WRITE;
    REQUIRE(consumer_.Map(consumer_fd_.get(), 0, kPage, kBoth, "consumer").ok());
    REQUIRE(ring_.Map(ring_fd_.get(), 0, kPage + kData, kBoth, "ring").ok());
    page()->magic = DSMIL_RING_MAGIC;
    page()->record_schema = DSMIL_RECORD_SCHEMA;
    page()->data_size = kData;
    page()->next_seq = 1;
  }
  dsmil::RingMapping Map() const {
    dsmil::RingMapping mapping;
    mapping.data_size = kData;
    REQUIRE(mapping.consumer.Map(consumer_fd_.get(), 0, kPage, PROT_READ | PROT_WRITE, "consumer")
                .ok());
    REQUIRE(mapping.producer.Map(ring_fd_.get(), 0, kPage, PROT_READ, "producer").ok());
    REQUIRE(mapping.data.MapTwice(ring_fd_.get(), kPage, kData, "data").ok());
    return mapping;
  }
  dsmil_ring_producer *page() const { return ring_.as<dsmil_ring_producer>(); }
  uint8_t *data() const { return ring_.as<uint8_t>() + kPage; }
  uint64_t consumed() const { return consumer_.as<dsmil_ring_consumer>()->cons_pos; }
  void Write(uint64_t position, const uint8_t *bytes, size_t size) const {
    for (size_t i = 0; i < size; i++) data()[(position + i) % kData] = bytes[i];
  }

 private:
  dsmil::Fd consumer_fd_, ring_fd_;
  dsmil::Mapping consumer_, ring_;
};

// A record as it should be, but for what the input says; and the page that tells of it.
void Publish(const Core &core, Input *input) {
  uint8_t record[DSMIL_RECORD_HEADER_SIZE + DSMIL_RECORD_PAYLOAD_MAX] = {};
  dsmil_record_header header = {};
  uint32_t payload = input->Number<uint16_t>() % (DSMIL_RECORD_PAYLOAD_MAX + 1);
  uint8_t lie = input->Number<uint8_t>();
  header.length = DSMIL_RECORD_HEADER_SIZE + payload;
  header.sequence = core.page()->next_seq;
  if (lie == 1) header.sequence = input->Number<uint64_t>();
  if (lie == 2) header.length = input->Number<uint32_t>();
  uint64_t span = (DSMIL_RECORD_HEADER_SIZE + payload + 7ULL) / 8 * 8;
  memcpy(record, &header, sizeof(header));
  input->Take(record + sizeof(header), payload % 64);
  header.crc = Crc32c(record, span);
  if (lie == 3) header.crc ^= 1U << input->Number<uint8_t>() % 32;
  memcpy(record, &header, sizeof(header));
  core.Write(core.page()->prod_pos, record, span);
  core.page()->prod_pos += span;
  core.page()->next_seq++;
}

// Whole, verified records that fit; `consumed` moves by just that.
void Drain(dsmil::RingConsumer *consumer, const Core &core, size_t capacity) {
  std::unique_ptr<uint8_t[]> target(new uint8_t[capacity]);
  dsmil::RingConsumer::Drained drained;
  const uint64_t before = consumer->position();
  const uint64_t corrupt = consumer->corrupt();
  const int64_t bytes = consumer->Drain(target.get(), capacity, &drained);
  REQUIRE(bytes <= static_cast<int64_t>(capacity));
  if (bytes < 0) {
    REQUIRE(bytes == dsmil::RingConsumer::kCorrupt || bytes == dsmil::RingConsumer::kConsumerFault);
    REQUIRE(consumer->position() == before);
    // It stays so until a reset.
    dsmil::RingConsumer::Drained again;
    REQUIRE(bytes != dsmil::RingConsumer::kCorrupt ||
            consumer->Drain(target.get(), capacity, &again) == bytes);
    REQUIRE(consumer->corrupt() <= corrupt + 1);
    return;
  }
  uint64_t records = 0;
  for (int64_t at = 0; at < bytes; records++) {
    uint64_t span;
    REQUIRE(IsRecord(target.get() + at, static_cast<size_t>(bytes - at), &span));
    at += static_cast<int64_t>(span);
  }
  REQUIRE(records == drained.records);
  REQUIRE(consumer->position() == before + static_cast<uint64_t>(bytes));
  REQUIRE(core.consumed() == consumer->position() || bytes == 0);
}

void Ring(Input *input) {
  Core core;
  dsmil::RingConsumer consumer(core.Map(), 1);
  for (size_t step = 0; step < kSteps && !input->empty(); step++) {
    switch (input->Number<uint8_t>() % 9) {
      case 0:
      case 1:
        Publish(core, input);
        break;
      case 2:
        Drain(&consumer, core, input->Number<uint16_t>());
        break;
      case 3:
        core.page()->prod_pos = input->Number<uint64_t>();
        break;
      case 4:
        core.page()->next_seq = input->Number<uint64_t>();
        break;
      case 5: {
        uint8_t noise[32];
        uint64_t at = input->Number<uint16_t>();
        input->Take(noise, sizeof(noise));
        core.Write(at, noise, sizeof(noise));
        break;
      }
      case 6: {
        uint64_t position = input->Number<uint64_t>();
        uint64_t before = core.consumed();
        consumer.Resync(position, input->Number<uint64_t>());
        REQUIRE(consumer.position() == position && core.consumed() == before);
        break;
      }
      case 7:
        input->Take(core.page(), sizeof(*core.page()));
        (void)consumer.Validate();
        core.page()->data_size = kData;
        break;
      default:
        consumer.SetAwake();
        (void)consumer.ClearAwake();
        Drain(&consumer, core, kData);
        break;
    }
  }
  Drain(&consumer, core, 2 * kData);
}

void State(Input *input) {
  auto page = std::make_unique<dsmil_state_page>();
  memset(page.get(), 0, sizeof(*page));
  input->Take(page.get(), offsetof(dsmil_state_page, entries));
  const dsmil::Status status = dsmil::ValidateStatePage(page.get());
  REQUIRE(status.ok() ==
          (page->magic == DSMIL_STATE_MAGIC && page->state_schema == DSMIL_STATE_SCHEMA &&
           page->entry_size == sizeof(dsmil_state_entry) &&
           page->entry_count == DSMIL_DEVICE_COUNT));
  int odd = 0;
  for (int i = 0; i < DSMIL_DEVICE_COUNT; i++) {
    page->entries[i].seqcount = input->Number<uint8_t>();
    page->entries[i].state.token = input->Number<uint16_t>();
    odd += page->entries[i].seqcount % 2;
  }
  std::unique_ptr<uint8_t[]> target(new uint8_t[dsmil::kSnapshotSize]);
  REQUIRE(dsmil::CopyStatePage(page.get(), target.get()) == odd);
  for (int i = 0; i < DSMIL_DEVICE_COUNT; i++) {
    dsmil_state_entry entry;
    memcpy(&entry, target.get() + offsetof(dsmil_state_page, entries) + i * sizeof(entry),
           sizeof(entry));
    // One that is being written is marked, whatever it was marked with.
    REQUIRE(entry.seqcount % 2 == page->entries[i].seqcount % 2);
    REQUIRE(entry.state.token == page->entries[i].state.token);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Input input(data, size);
  if (input.Number<uint8_t>() % 4 == 0) {
    State(&input);
  } else {
    Ring(&input);
  }
  return 0;
}
