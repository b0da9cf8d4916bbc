namespace Bokgi.Markets;

/// <summary>A value that an exchange changes from time to time, such as a fee rate, with the day of each change.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
internal sealed class DatedValue<T>
{
    private readonly T initial;
    private readonly (long FromUtc, T Value)[] changes;

    /// <param name="initial">The value before the first change.</param>
    /// <param name="changes">The changes, oldest first; each takes effect at 00:00 KST on its day.</param>
    public DatedValue(T initial, params (string Day, T Value)[] changes)
    {
        this.initial = initial;
        this.changes = [.. changes.Select(change => (MidnightKst(change.Day), change.Value))];
    }

    /// <summary>The value in effect at an instant, UTC microseconds.</summary>
    public T ValueAt(long timeUtc)
    {
        for (var i = changes.Length - 1; i >= 0; i--)
        {
            if (timeUtc >= changes[i].FromUtc)
                return changes[i].Value;
        }

        return initial;
    }

    /// <summary>Whether the value stays the same throughout a non-empty range.</summary>
    public bool IsConstantIn(TimeRange range) => !changes.Any(change => change.FromUtc > range.StartUtc && range.Contains(change.FromUtc));

    private static long MidnightKst(string day) =>
        KoreanTime.TryParse(day, out var utc, out var error) ? utc : throw new FormatException(error);
}
