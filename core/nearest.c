/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nearest.h"

#include <ctype.h>
#include <string.h>

enum { longest_word = 64, far_apart = 99 };

static int least(int a, int b) {
  return a < b ? a : b;
}

int flue_edit_distance(const char *a, const char *b) {
  const size_t n = strlen(a), m = strlen(b);
  if (n > longest_word || m > longest_word) return far_apart;
  int row[3][longest_word + 1]; /* the two rows before and the current one */
  for (size_t j = 0; j <= m; ++j) row[0][j] = (int)j;
  for (size_t i = 1; i <= n; ++i) {
    int *now = row[i % 3];
    const int *before = row[(i + 2) % 3], *earlier = row[(i + 1) % 3];
    now[0] = (int)i;
    for (size_t j = 1; j <= m; ++j) {
      const int same = tolower((unsigned char)a[i - 1]) == tolower((unsigned char)b[j - 1]);
      now[j] = least(least(before[j] + 1, now[j - 1] + 1), before[j - 1] + !same);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        now[j] = least(now[j], earlier[j - 2] + 1);
    }
  }
  return row[n % 3][m];
}

void flue_nearest_offer(flue_nearest *nearest, const char *candidate) {
  const int distance = flue_edit_distance(nearest->word, candidate);
  if (nearest->best && distance >= nearest->distance) return;
  nearest->best = candidate;
  nearest->distance = distance;
}

const char *flue_nearest_result(const flue_nearest *nearest) {
  if (!nearest->best) return NULL;
  const size_t length = strlen(nearest->word);
  const int limit = length < 4 ? 1 : 1 + (int)length / 3; /* short words are all alike */
  return nearest->distance <= limit ? nearest->best : NULL;
}
