// SPDX-License-Identifier: Apache-2.0
// Peer: boost::lockfree::spsc_queue. One producer only; nothing checks what it carries.
#include <boost/lockfree/spsc_queue.hpp>
#include <new>

#include "ring_case.h"

namespace {

template <typename Item>
using Queue =
    boost::lockfree::spsc_queue<Item, boost::lockfree::capacity<BENCH_RING_BYTES / sizeof(Item)>>;

template <typename Item>
void *create() {
  return new (bench_shared(sizeof(Queue<Item>))) Queue<Item>();
}

template <typename Item>
void produce(void *ring, uint64_t first, uint64_t count) {
  auto *queue = static_cast<Queue<Item> *>(ring);
  Item item = {};

  item.header.type = BENCH_TYPE;
  for (uint64_t i = first; i < first + count; i++) {
    bench_fill(&item.header, i);
    while (!queue->push(item)) bench_pause();
  }
}

template <typename Item>
void consume(void *ring, uint64_t first, uint64_t count) {
  auto *queue = static_cast<Queue<Item> *>(ring);
  Item item;

  for (uint64_t i = first; i < first + count; i++) {
    while (!queue->pop(item)) bench_idle();
    bench_check(&item.header, i);
  }
}

// The same, taken as the queue likes it best: all there is, in place.
template <typename Item>
void consume_all(void *ring, uint64_t first, uint64_t count) {
  auto *queue = static_cast<Queue<Item> *>(ring);
  uint64_t i = first;

  while (i < first + count)
    if (queue->consume_all([&i](const Item &item) { bench_check(&item.header, i++); }) == 0)
      bench_idle();
}

}  // namespace

const struct ring_case ring_cases[] = {
    {"boost-spsc", 64, create<bench_item64>, produce<bench_item64>, consume<bench_item64>},
    {"boost-spsc", 256, create<bench_item256>, produce<bench_item256>, consume<bench_item256>},
    {"boost-spsc-all", 64, create<bench_item64>, produce<bench_item64>, consume_all<bench_item64>},
    {"boost-spsc-all", 256, create<bench_item256>, produce<bench_item256>,
     consume_all<bench_item256>},
    {},
};
