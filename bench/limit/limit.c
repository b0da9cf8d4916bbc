/* How fast the hardware could be: hand-written C that does the engine's work for one strategy at a time, and nothing else. See run.sh.
 *
 * It generates the same candles as bench/Bokgi.Benchmarks, by reimplementing its random walk and .NET's seeded generator; a checksum proves
 * that they are equal. It performs the same operations in the same order, so the number of signals must be equal, too. It prints lines of
 * "<name> <nanoseconds per candle> <signals>".
 * "figures" simulates one position at a time, bought at the next open, sold after the holding period and marked to market at each bar. It
 * computes trades, wins, return, drawdown and the first two moments of the returns, which is less than the engine's account does. */
#include <immintrin.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { HOLD = 1, BINS = 20, MOST_WINDOW = 64, RUNS = 9 };
static const double MULTIPLIER = 1.5, BODY = 0.02, WICK = 2.0 * 0.02, PERCENTILE = 0.2, TOLERANCE = 1e-9, FEE = 0.0012;

static double *open_, *high, *low, *close_, *volume, *slope, *lift;
static int32_t *signals;

/* .NET's Random(seed): Knuth's subtractive generator, which .NET still uses whenever a seed is given. */
static int32_t state[56], at, behind;

static void seed_random(int32_t seed) {
  int32_t mj = 161803398 - seed, mk = 1;
  memset(state, 0, sizeof state);
  state[55] = mj;
  for (int i = 1, ii = 0; i < 55; i++) {
    if ((ii += 21) >= 55) ii -= 55;
    state[ii] = mk;
    mk = mj - mk;
    if (mk < 0) mk += INT32_MAX;
    mj = state[ii];
  }
  for (int k = 1; k < 5; k++)
    for (int i = 1; i < 56; i++) {
      int n = i + 30;
      if (n >= 55) n -= 55;
      state[i] = (int32_t)((uint32_t)state[i] - (uint32_t)state[1 + n]);
      if (state[i] < 0) state[i] += INT32_MAX;
    }
  at = 0;
  behind = 21;
}

static double next_double(void) {
  if (++at >= 56) at = 1;
  if (++behind >= 56) behind = 1;
  int32_t value = (int32_t)((uint32_t)state[at] - (uint32_t)state[behind]);
  if (value == INT32_MAX) value--;
  if (value < 0) value += INT32_MAX;
  state[at] = value;
  return value * (1.0 / INT32_MAX);
}

static double *column(int n) {
  double *values = aligned_alloc(64, ((n + 64) * sizeof(double) + 63) / 64 * 64);
  memset(values, 0, (n + 64) * sizeof(double));
  return values;
}

static void random_walk(int n) {
  seed_random(1);
  double price = 50000000.0;
  for (int i = 0; i < n; i++) {
    int burst = next_double() < 0.02 ? 5 : 1;
    double first = price;
    price *= exp((next_double() - 0.5) * 0.01 * burst);
    open_[i] = first;
    close_[i] = price;
    high[i] = (first > price ? first : price) * (1 + (next_double() * 0.002));
    low[i] = (first < price ? first : price) * (1 - (next_double() * 0.002));
    volume[i] = (1 + next_double()) * 10 * burst;
  }
}

static uint64_t checksum(int n) {
  uint64_t sum = 0;
  double *columns[] = {open_, high, low, close_, volume};
  for (int c = 0; c < 5; c++)
    for (int i = 0; i < n; i++) {
      uint64_t bits;
      memcpy(&bits, &columns[c][i], 8);
      sum = (sum * 31) + bits;
    }
  return sum;
}

/* ---- volume_long_candle ---- */

static double ordered_sum(const double *values, int n) {
  double sum = 0;
  for (int i = 0; i < n; i++) sum += values[i];
  return sum;
}

static int is_long_candle(int i, int window, double multiplier) {
  double o = open_[i];
  if (!((close_[i] - o) / o >= BODY)) return 0;
  double upper = high[i] - close_[i], lower = o - low[i];
  if (!((upper > 0 ? upper : 0) / o < WICK && (lower > 0 ? lower : 0) / o < WICK)) return 0;
  int bars = i + 1 < window ? i + 1 : window;
  double average = ordered_sum(volume + i + 1 - bars, bars) / bars;
  return average != 0 && volume[i] >= average * multiplier;
}

static int long_candle_scalar(int n) {
  int count = 0;
  for (int i = 0; i < n; i++) {
    signals[count] = i;
    count += is_long_candle(i, 20, MULTIPLIER);
  }
  return count;
}

/* Finds the bars whose body may be long enough, with a slightly too permissive test that needs no division. The caller applies the exact
 * test to the few bars that pass. */
static int bodies(int n, int32_t *found) {
  int count = 0, i = 0;
#ifdef __AVX512F__
  const __m512d least = _mm512_set1_pd(BODY * (1 - 1e-12));
  for (; i + 8 <= n; i += 8) {
    __m512d o = _mm512_loadu_pd(open_ + i), c = _mm512_loadu_pd(close_ + i);
    for (__mmask8 mask = _mm512_cmp_pd_mask(_mm512_sub_pd(c, o), _mm512_mul_pd(o, least), _CMP_GE_OQ); mask; mask &= mask - 1)
      found[count++] = i + __builtin_ctz(mask);
  }
#elif defined(__AVX2__)
  const __m256d least = _mm256_set1_pd(BODY * (1 - 1e-12));
  for (; i + 4 <= n; i += 4) {
    __m256d o = _mm256_loadu_pd(open_ + i), c = _mm256_loadu_pd(close_ + i);
    for (unsigned mask = _mm256_movemask_pd(_mm256_cmp_pd(_mm256_sub_pd(c, o), _mm256_mul_pd(o, least), _CMP_GE_OQ)); mask; mask &= mask - 1)
      found[count++] = i + __builtin_ctz(mask);
  }
#endif
  for (; i < n; i++)
    if (close_[i] - open_[i] >= BODY * (1 - 1e-12) * open_[i]) found[count++] = i;
  return count;
}

static int long_candle_vector(int n) {
  int found = bodies(n, signals), count = 0;
  for (int k = 0; k < found; k++) {
    int i = signals[k];
    signals[count] = i;
    count += is_long_candle(i, 20, MULTIPLIER);
  }
  return count;
}

/* ---- volume_zone_breakout ---- */

/* The share of a bar's volume above an edge is (high - edge) * slope + lift, clamped between 0 and 1. A flat bar has a lift of 1, so that
 * all of its volume counts at and below its price. */
static void terms(int n) {
  for (int i = 0; i < n; i++) {
    double s = 1 / (high[i] - low[i]);
    slope[i] = s < 1e300 ? s : 1e300;
    lift[i] = s < 1e300 ? 0 : 1;
  }
}

static int is_breakout(int i, int window) {
  int from = i - window;
  if (from < 0) return 0;
  double bottom = low[from], top = high[from];
  for (int k = from + 1; k < i; k++) {
    bottom = low[k] < bottom ? low[k] : bottom;
    top = high[k] > top ? high[k] : top;
  }
  double total = ordered_sum(volume + from, window);
  if (bottom == top || total == 0) return 0;
  double wanted = (total * PERCENTILE) - (TOLERANCE * total), height = top - bottom;
  int reached = 0, missed = BINS;
  while (missed - reached > 1) {
    int tried = (reached + missed) / 2;
    double edge = bottom + (tried * height / BINS), above = 0;
    for (int k = from; k < i; k++) {
      double share = ((high[k] - edge) * slope[k]) + lift[k];
      share = share > 0 ? share : 0;
      above += (share < 1 ? share : 1) * volume[k];
    }
    if (above >= wanted) reached = tried;
    else missed = tried;
  }
  return high[i] >= (bottom + (reached * height / BINS)) * (1 + 0.0);
}

static int breakout_scalar(int n, int window) {
  int count = 0;
  terms(n);
  for (int i = window; i < n; i++) {
    signals[count] = i;
    count += is_breakout(i, window);
  }
  return count;
}

/* Eight consecutive bars share a vector, one lane per bar, and search the edges together by bisection. GROUPS such vectors are processed at
 * once, because each addition to a vector's sum has to wait for the previous one. */
enum { GROUPS = 4 };

#ifdef __AVX512F__
/* The volume above each lane's edge. `lifts` is 0 if no bar in the windows is flat, so that the lift column need not be read. */
static inline __attribute__((always_inline)) void volume_above(int from, int to, const __m512d *edge, __m512d *above, int lifts) {
  const __m512d zero = _mm512_setzero_pd(), one = _mm512_set1_pd(1);
  for (int k = from; k < to; k++)
    for (int g = 0; g < GROUPS; g++) {
      __m512d share = _mm512_mul_pd(_mm512_sub_pd(_mm512_loadu_pd(high + k + 8 * g), edge[g]), _mm512_loadu_pd(slope + k + 8 * g));
      if (lifts) share = _mm512_add_pd(share, _mm512_loadu_pd(lift + k + 8 * g));
      above[g] = _mm512_add_pd(above[g], _mm512_mul_pd(_mm512_min_pd(_mm512_max_pd(share, zero), one), _mm512_loadu_pd(volume + k + 8 * g)));
    }
}
#endif

static int breakout_vector(int n, int window) {
#ifdef __AVX512F__
  int count = 0, i = window, last_flat = n;
  terms(n);
  for (last_flat = window; last_flat >= 0 && lift[last_flat] == 0; last_flat--) {}
  const __m512d zero = _mm512_setzero_pd(), one = _mm512_set1_pd(1), bins = _mm512_set1_pd(BINS), half = _mm512_set1_pd(0.5);
  const __m256i lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  for (; i + 8 * GROUPS <= n; i += 8 * GROUPS) {
    int from = i - window;
    for (int k = i; k < i + 8 * GROUPS; k++) last_flat = lift[k] != 0 ? k : last_flat;
    __m512d bottom[GROUPS], top[GROUPS], total[GROUPS], height[GROUPS], wanted[GROUPS], reached[GROUPS], missed[GROUPS];
    for (int g = 0; g < GROUPS; g++) {
      bottom[g] = _mm512_loadu_pd(low + from + 8 * g);
      top[g] = _mm512_loadu_pd(high + from + 8 * g);
      total[g] = _mm512_loadu_pd(volume + from + 8 * g);
    }
    for (int k = from + 1; k < i; k++)
      for (int g = 0; g < GROUPS; g++) {
        bottom[g] = _mm512_min_pd(bottom[g], _mm512_loadu_pd(low + k + 8 * g));
        top[g] = _mm512_max_pd(top[g], _mm512_loadu_pd(high + k + 8 * g));
        total[g] = _mm512_add_pd(total[g], _mm512_loadu_pd(volume + k + 8 * g));
      }
    for (int g = 0; g < GROUPS; g++) {
      wanted[g] = _mm512_sub_pd(_mm512_mul_pd(total[g], _mm512_set1_pd(PERCENTILE)), _mm512_mul_pd(_mm512_set1_pd(TOLERANCE), total[g]));
      height[g] = _mm512_sub_pd(top[g], bottom[g]);
      reached[g] = zero;
      missed[g] = bins;
    }
    /* Each step halves the distance between reached and missed, rounded up, so this many steps are enough for every lane. */
    for (int left = BINS; left > 1; left = (left + 1) / 2) {
      __m512d tried[GROUPS], edge[GROUPS], above[GROUPS];
      for (int g = 0; g < GROUPS; g++) {
        tried[g] = _mm512_floor_pd(_mm512_mul_pd(_mm512_add_pd(reached[g], missed[g]), half));
        edge[g] = _mm512_add_pd(bottom[g], _mm512_div_pd(_mm512_mul_pd(tried[g], height[g]), bins));
        above[g] = zero;
      }
      if (last_flat >= from) volume_above(from, i, edge, above, 1);
      else volume_above(from, i, edge, above, 0);
      for (int g = 0; g < GROUPS; g++) {
        __mmask8 open = _mm512_cmp_pd_mask(_mm512_sub_pd(missed[g], reached[g]), one, _CMP_GT_OQ);
        __mmask8 enough = _mm512_cmp_pd_mask(above[g], wanted[g], _CMP_GE_OQ);
        reached[g] = _mm512_mask_mov_pd(reached[g], enough & open, tried[g]);
        missed[g] = _mm512_mask_mov_pd(missed[g], ~enough & open, tried[g]);
      }
    }
    for (int g = 0; g < GROUPS; g++) {
      __mmask8 none = _mm512_cmp_pd_mask(bottom[g], top[g], _CMP_EQ_OQ) | _mm512_cmp_pd_mask(total[g], zero, _CMP_EQ_OQ);
      __m512d level = _mm512_add_pd(bottom[g], _mm512_div_pd(_mm512_mul_pd(reached[g], height[g]), bins));
      __mmask8 broken = _mm512_cmp_pd_mask(_mm512_loadu_pd(high + i + 8 * g), level, _CMP_GE_OQ) & ~none;
      _mm256_mask_compressstoreu_epi32(signals + count, broken, _mm256_add_epi32(_mm256_set1_epi32(i + 8 * g), lanes));
      count += __builtin_popcount(broken);
    }
  }
  for (; i < n; i++) {
    signals[count] = i;
    count += is_breakout(i, window);
  }
  return count;
#else
  return breakout_scalar(n, window);
#endif
}

/* ---- figures ---- */

struct figures { int trades, wins; double total, drawdown, sum, squares, study; };

static struct figures figures(int n, const int32_t *bars, int count) {
  struct figures f = {0};
  double cash = 1, peak = 1;
  int free_from = 0;
  for (int k = 0; k < count; k++) {
    int i = bars[k], last = i + HOLD < n ? i + HOLD : n - 1;
    f.study += close_[last] / close_[i] - 1;
    if (i < free_from || i + 1 >= n) continue;
    int out = i + 1 + HOLD < n ? i + 1 + HOLD : n - 1;
    double units = cash * (1 - FEE) / open_[i + 1], before = cash;
    for (int j = i + 1; j <= out; j++) {
      double mark = j < out ? units * close_[j] : units * open_[j] * (1 - FEE), change = mark / before - 1;
      f.sum += change;
      f.squares += change * change;
      peak = mark > peak ? mark : peak;
      double fall = 1 - mark / peak;
      f.drawdown = fall > f.drawdown ? fall : f.drawdown;
      before = mark;
    }
    f.trades++;
    f.wins += before > cash;
    cash = before;
    free_from = out;
  }
  f.total = cash - 1;
  return f;
}

/* ---- sweep of ten windows by ten multipliers: candidates are found once, averages once per window, figures once per setting ---- */

static int sweep(int n, double *result) {
  int32_t *candidates = signals, *kept = signals + n;
  double *average = column(n);
  int found = bodies(n, candidates), exact = 0, total = 0;
  for (int k = 0; k < found; k++) {
    int i = candidates[k];
    candidates[exact] = i;
    double o = open_[i], upper = high[i] - close_[i], lower = o - low[i];
    exact += (close_[i] - o) / o >= BODY && (upper > 0 ? upper : 0) / o < WICK && (lower > 0 ? lower : 0) / o < WICK;
  }
  for (int w = 5; w <= 50; w += 5) {
    for (int k = 0; k < exact; k++) {
      int i = candidates[k], bars = i + 1 < w ? i + 1 : w;
      average[k] = ordered_sum(volume + i + 1 - bars, bars) / bars;
    }
    for (int m = 0; m < 10; m++) {
      double multiplier = 1 + m * 0.25;
      int count = 0;
      for (int k = 0; k < exact; k++) {
        kept[count] = candidates[k];
        count += average[k] != 0 && volume[candidates[k]] >= average[k] * multiplier;
      }
      struct figures f = figures(n, kept, count);
      *result += f.total + f.drawdown + f.sum + f.squares + f.study;
      total += count;
    }
  }
  free(average);
  return total;
}

/* ---- timing ---- */

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

static int by_size(const void *a, const void *b) { return (*(double *)a > *(double *)b) - (*(double *)a < *(double *)b); }

static volatile double sink;

static int run(const char *kind, int n) {
  double kept = 0;
  int count = 0;
  if (!strcmp(kind, "volume_long_candle_scalar")) count = long_candle_scalar(n);
  else if (!strcmp(kind, "volume_long_candle_detection")) count = long_candle_vector(n);
  else if (!strcmp(kind, "volume_long_candle")) kept = figures(n, signals, count = long_candle_vector(n)).total;
  else if (!strcmp(kind, "volume_zone_breakout_scalar_10")) count = breakout_scalar(n, 10);
  else if (!strcmp(kind, "volume_zone_breakout_scalar_60")) count = breakout_scalar(n, 60);
  else if (!strcmp(kind, "volume_zone_breakout_detection_10")) count = breakout_vector(n, 10);
  else if (!strcmp(kind, "volume_zone_breakout_detection_60")) count = breakout_vector(n, 60);
  else if (!strcmp(kind, "volume_zone_breakout_10")) kept = figures(n, signals, count = breakout_vector(n, 10)).total;
  else if (!strcmp(kind, "volume_zone_breakout_60")) kept = figures(n, signals, count = breakout_vector(n, 60)).total;
  else count = sweep(n, &kept);
  sink = kept;
  return count;
}

int main(void) {
  enum { MOST = 1000000, SMALL = 100000 };
  double **columns[] = {&open_, &high, &low, &close_, &volume, &slope, &lift};
  for (int c = 0; c < 7; c++) *columns[c] = column(MOST);
  signals = malloc((2 * MOST + 64) * sizeof *signals);
  memset(signals, 0, (2 * MOST + 64) * sizeof *signals);
  random_walk(MOST);
#ifdef __AVX512F__
  printf("# C with AVX-512\n");
#elif defined(__AVX2__)
  printf("# C with AVX2; volume_zone_breakout in scalar code\n");
#else
  printf("# C, scalar\n");
#endif
  printf("checksum %llu 0\n", (unsigned long long)checksum(MOST));
  static const char *kinds[] = {"volume_long_candle_scalar", "volume_long_candle_detection", "volume_long_candle",
    "volume_zone_breakout_scalar_10", "volume_zone_breakout_detection_10", "volume_zone_breakout_10",
    "volume_zone_breakout_scalar_60", "volume_zone_breakout_detection_60", "volume_zone_breakout_60", "sweep"};
  for (int k = 0; k < 10; k++) {
    int n = k == 9 ? SMALL : MOST, count = run(kinds[k], n);
    double times[RUNS];
    for (int r = 0; r < RUNS; r++) {
      double start = now();
      run(kinds[k], n);
      times[r] = now() - start;
    }
    qsort(times, RUNS, sizeof *times, by_size);
    printf("%s %.4f %d\n", kinds[k], times[RUNS / 2] / n / (k == 9 ? 100 : 1), count);
  }
  return 0;
}
