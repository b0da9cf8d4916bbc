using System.Buffers;
using System.Runtime.CompilerServices;

namespace Bokgi.Performance;

/// <summary>
/// An equity curve stored as changes: each mark that differs from the previous one, with its bar. Bars without a position change nothing,
/// so they take no storage; the figures only need to know how many there are.
/// </summary>
internal sealed class EquitySteps : IDisposable
{
    // Index 0 holds the equity before the first bar.
    private double[] marks = [];
    private int[] bars = [];

    /// <summary>The number of stored marks.</summary>
    public int Count { get; private set; }

    /// <summary>The number of bars in the curve.</summary>
    public int Length { get; private set; }

    /// <summary>The equity before the first bar.</summary>
    public double Start => marks[0];

    /// <summary>The marks that differ from the previous one.</summary>
    public ReadOnlySpan<double> Marks => marks.AsSpan(1, Count);

    /// <summary>The bar index of each mark in <see cref="Marks"/>.</summary>
    public ReadOnlySpan<int> Bars => bars.AsSpan(1, Count);

    /// <summary>Starts a new curve and discards the previous one.</summary>
    /// <param name="start">The equity before the first bar, quote currency.</param>
    /// <param name="length">The number of bars.</param>
    public void Begin(double start, int length)
    {
        var needed = length + 2; // the equity before the first bar, and one element more, because Add may write after the last mark
        if (marks.Length < needed)
        {
            Dispose();
            marks = ArrayPool<double>.Shared.Rent(needed);
            bars = ArrayPool<int>.Shared.Rent(marks.Length);
        }

        (Count, Length, marks[0]) = (0, length, start);
    }

    /// <summary>Sets a bar's mark. Bars skipped since the previous call keep the previous mark.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int bar, double mark)
    {
        // Writes before it decides whether to keep the mark, which saves a branch.
        marks[Count + 1] = mark;
        bars[Count + 1] = bar;
        Count += mark != marks[Count] ? 1 : 0;
    }

    /// <summary>Scratch space for the marks of the next bars; add them with <see cref="AddSpan"/>.</summary>
    public Span<double> GetSpan(int count) => marks.AsSpan(Count + 1, count);

    /// <summary>Sets the marks of consecutive bars to the values written into <see cref="GetSpan"/>.</summary>
    /// <param name="bar">The first bar.</param>
    /// <param name="count">The number of bars.</param>
    public void AddSpan(int bar, int count)
    {
        var spanStart = Count + 1;
        for (var i = 0; i < count; i++)
            Add(bar + i, marks[spanStart + i]);
    }

    /// <summary>Replaces the mark of the last bar.</summary>
    public void ReplaceLast(double mark)
    {
        if (Count > 0 && bars[Count] == Length - 1)
            Count--;
        Add(Length - 1, mark);
    }

    /// <summary>Stores a whole curve.</summary>
    public void SetCurve(double start, ReadOnlySpan<double> curve)
    {
        Begin(start, curve.Length);
        for (var i = 0; i < curve.Length; i++)
            Add(i, curve[i]);
    }

    /// <summary>Writes the mark of every bar.</summary>
    /// <param name="curve">Receives the marks; its length must equal <see cref="Length"/>.</param>
    public void Expand(Span<double> curve)
    {
        var from = 0;
        for (var i = 0; i <= Count; i++)
        {
            var to = i < Count ? bars[i + 1] : Length;
            curve[from..to].Fill(marks[i]);
            from = to;
        }
    }

    /// <summary>Returns the arrays to the pool.</summary>
    public void Dispose()
    {
        if (marks.Length > 0)
        {
            ArrayPool<double>.Shared.Return(marks);
            ArrayPool<int>.Shared.Return(bars);
        }

        (marks, bars, Count, Length) = ([], [], 0, 0);
    }
}
