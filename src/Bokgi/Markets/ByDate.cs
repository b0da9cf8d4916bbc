namespace Bokgi.Markets;

/// <summary>A value that an exchange changes from time to time, such as a fee rate, by the day on which it takes effect.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
internal sealed class ByDate<T>
{
    private readonly T first;
    private readonly (long FromUtc, T Value)[] later;

    /// <param name="first">The value before the first change.</param>
    /// <param name="later">The changes, oldest first; each takes effect at 00:00 KST on its day.</param>
    public ByDate(T first, params (string Day, T Value)[] later)
    {
        this.first = first;
        this.later = [.. later.Select(each => (Midnight(each.Day), each.Value))];
    }

    /// <summary>The value in effect at an instant, UTC microseconds.</summary>
    public T At(long timeUtc)
    {
        for (var i = later.Length - 1; i >= 0; i--)
        {
            if (timeUtc >= later[i].FromUtc)
                return later[i].Value;
        }

        return first;
    }

    /// <summary>Whether the value stays the same throughout a range, which must not be empty.</summary>
    public bool IsOneIn(TimeRange range) => !later.Any(each => each.FromUtc > range.StartUtc && range.Contains(each.FromUtc));

    private static long Midnight(string day) =>
        KoreanTime.TryParse(day, out var utc, out var error) ? utc : throw new FormatException(error);
}
