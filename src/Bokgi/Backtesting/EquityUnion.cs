using System.Buffers;
using Bokgi.Trading;

namespace Bokgi.Backtesting;

/// <summary>
/// The equity of a run: the sum of the equity curves of its pairs, over the union of their times. (A pair is one symbol traded by one
/// strategy.) Before its first bar, a pair counts with its share of the cash; in gaps and after its last bar, with its last value. Curves are
/// added one by one, so that only the sum is in memory.
/// </summary>
internal sealed class EquityUnion : IDisposable
{
    // States of a pair at a mark (a bar's close). A position that is open at a mark also stays open in the gap until the pair's next bar;
    // after the pair's last bar, it counts as closed.
    private const byte OpenAtMark = 1;
    private const byte OpenInGap = 2;

    private Columns sum;
    private Columns merged;

    public double InitialCash { get; private set; }

    public ReadOnlySpan<long> Times => sum.Times.AsSpan(0, sum.Count);

    /// <summary>Equity at the close of the bar of each of <see cref="Times"/>, quote currency.</summary>
    public ReadOnlySpan<double> Marks => sum.Marks.AsSpan(0, sum.Count);

    /// <summary>Number of bars at whose close any pair has an open position.</summary>
    public int BarsWithPosition { get; private set; }

    /// <summary>Adds a pair's curve.</summary>
    /// <param name="times">Bar open times, ascending.</param>
    /// <param name="marks">Equity at each bar's close.</param>
    /// <param name="trades">The pair's trades, in order.</param>
    /// <param name="cash">The pair's share of the initial cash.</param>
    public void Add(ReadOnlySpan<long> times, ReadOnlySpan<double> marks, ReadOnlySpan<Trade> trades, double cash)
    {
        merged.Clear(sum.Count + times.Length);
        BarsWithPosition = 0;
        var (sumIndex, bar, tradeIndex) = (0, 0, 0);
        var (total, pairEquity) = (InitialCash, cash);
        var (totalState, pairState) = ((byte)0, (byte)0);
        while (sumIndex < sum.Count || bar < times.Length)
        {
            var nextSumTime = sumIndex < sum.Count ? sum.Times[sumIndex] : long.MaxValue;
            var nextBarTime = bar < times.Length ? times[bar] : long.MaxValue;
            var time = Math.Min(nextSumTime, nextBarTime);
            var state = (byte)0;
            if (nextSumTime == time)
            {
                (total, totalState) = (sum.Marks[sumIndex], sum.States[sumIndex]);
                state |= (byte)(totalState & OpenAtMark);
                sumIndex++;
            }
            else if ((totalState & OpenInGap) != 0)
            {
                state |= OpenAtMark;
            }

            if (nextBarTime == time)
            {
                (pairEquity, pairState) = (marks[bar], FindState(trades, ref tradeIndex, bar, times.Length));
                state |= (byte)(pairState & OpenAtMark);
                bar++;
            }
            else if ((pairState & OpenInGap) != 0)
            {
                state |= OpenAtMark;
            }

            BarsWithPosition += state == OpenAtMark ? 1 : 0;
            merged.Add(time, total + pairEquity, (byte)(state | ((totalState | pairState) & OpenInGap)));
        }

        InitialCash += cash;
        (sum, merged) = (merged, sum);
    }

    public void Dispose()
    {
        sum.ReturnArrays();
        merged.ReturnArrays();
    }

    // The state of a pair at a bar's close. Advances the trade index past the trades that ended before this close.
    private static byte FindState(ReadOnlySpan<Trade> trades, ref int tradeIndex, int bar, int bars)
    {
        while (tradeIndex < trades.Length && trades[tradeIndex].EntryBar + trades[tradeIndex].BarClosesHeld <= bar)
            tradeIndex++;
        if (tradeIndex == trades.Length || trades[tradeIndex].EntryBar > bar)
            return 0;
        return bar == bars - 1 ? OpenAtMark : (byte)(OpenAtMark | OpenInGap);
    }

    private struct Columns
    {
        private long[]? times;
        private double[]? marks;
        private byte[]? states;

        public int Count { get; private set; }

        public readonly long[] Times => times ?? [];

        public readonly double[] Marks => marks ?? [];

        public readonly byte[] States => states ?? [];

        public void Add(long time, double mark, byte state)
        {
            times![Count] = time;
            marks![Count] = mark;
            states![Count++] = state;
        }

        public void Clear(int capacity)
        {
            Count = 0;
            if (times is not null && times.Length >= capacity)
                return;
            ReturnArrays();
            times = ArrayPool<long>.Shared.Rent(capacity);
            marks = ArrayPool<double>.Shared.Rent(times.Length);
            states = ArrayPool<byte>.Shared.Rent(times.Length);
        }

        public void ReturnArrays()
        {
            if (times is null)
                return;
            ArrayPool<long>.Shared.Return(times);
            ArrayPool<double>.Shared.Return(marks!);
            ArrayPool<byte>.Shared.Return(states!);
            (times, marks, states, Count) = (null, null, null, 0);
        }
    }
}
