// SPDX-License-Identifier: Apache-2.0
/* Any bytes as a record: the check reads nothing beyond them and believes only a CRC that fits. */
#include "../../kernel/core/ring.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  /* A block of exactly that size: one byte too far is seen. */
  u64 *bytes;
  u32 span;

  if (size > 4096) return -1;
  bytes = malloc(size ? size : 1);
  FUZZ_REQUIRE(bytes);
  memcpy(bytes, data, size);
  span = dsmil_record_check(bytes, size);
  if (span) {
    FUZZ_REQUIRE(span >= 32 && span <= size && span % 8 == 0 && span <= 32 + 1024);
    FUZZ_REQUIRE(span - (u32)bytes[0] < 8);
  }
  if (size >= 32) {
    struct dsmil_record_header *header = (struct dsmil_record_header *)bytes;
    u64 whole = ((u64)header->length + 7) / 8 * 8;
    bool fits = header->length >= 32 && header->length <= 32 + 1024 && whole <= size;

    /* With the right CRC it is a record exactly when its length can be one. */
    header->crc = 0;
    if (fits) header->crc = dsmil_crc32c(bytes, (u32)whole);
    span = dsmil_record_check(bytes, size);
    FUZZ_REQUIRE(span == (fits ? whole : 0));
    if (fits) {
      u64 bit = (size * 2654435761U + header->sequence) % (whole * 8);

      ((u8 *)bytes)[bit / 8] ^= (u8)(1U << bit % 8);
      FUZZ_REQUIRE(!dsmil_record_check(bytes, size));
    }
  }
  free(bytes);
  return 0;
}
