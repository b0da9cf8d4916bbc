using System.Buffers;
using System.Runtime.CompilerServices;

namespace Bokgi.Performance;

/// <summary>
/// An equity curve by its changes: each mark that differs from the one before, and its bar. Where nothing is held there is nothing to store,
/// and nothing to compute figures from but the number of such bars.
/// </summary>
internal sealed class EquitySteps : IDisposable
{
    // The first place holds what the curve starts from.
    private double[] marks = [];
    private int[] bars = [];

    /// <summary>How many changes there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many bars the curve has.</summary>
    public int Length { get; private set; }

    /// <summary>What the curve starts from.</summary>
    public double Start => marks[0];

    /// <summary>The marks that differ from the one before.</summary>
    public ReadOnlySpan<double> Marks => marks.AsSpan(1, Count);

    /// <summary>The bar of each of them.</summary>
    public ReadOnlySpan<int> Bars => bars.AsSpan(1, Count);

    /// <summary>Begins a curve, and forgets the one before.</summary>
    /// <param name="start">What it starts from, quote currency.</param>
    /// <param name="length">How many bars it has.</param>
    public void Begin(double start, int length)
    {
        if (marks.Length < length + 2)
        {
            Dispose();
            marks = ArrayPool<double>.Shared.Rent(length + 2);
            bars = ArrayPool<int>.Shared.Rent(marks.Length);
        }

        (Count, Length, marks[0]) = (0, length, start);
    }

    /// <summary>Marks a bar; bars between this one and the one marked before stand where that stands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int bar, double mark)
    {
        marks[Count + 1] = mark;
        bars[Count + 1] = bar;
        Count += mark != marks[Count] ? 1 : 0;
    }

    /// <summary>Where marks of the next bars can be written before <see cref="Add(int, int)"/>.</summary>
    public Span<double> Room(int count) => marks.AsSpan(Count + 1, count);

    /// <summary>Marks bars in a row with what was written into <see cref="Room"/>.</summary>
    /// <param name="bar">The first of them.</param>
    /// <param name="count">How many there are.</param>
    public void Add(int bar, int count)
    {
        var written = Count + 1;
        for (var i = 0; i < count; i++)
            Add(bar + i, marks[written + i]);
    }

    /// <summary>Marks the last bar again.</summary>
    public void End(double mark)
    {
        if (Count > 0 && bars[Count] == Length - 1)
            Count--;
        Add(Length - 1, mark);
    }

    /// <summary>Takes a whole curve.</summary>
    public void Take(double start, ReadOnlySpan<double> curve)
    {
        Begin(start, curve.Length);
        for (var i = 0; i < curve.Length; i++)
            Add(i, curve[i]);
    }

    /// <summary>Writes a mark for every bar.</summary>
    /// <param name="curve">As long as the curve.</param>
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

    /// <summary>Gives the memory back.</summary>
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
