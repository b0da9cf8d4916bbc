namespace Bokgi.Markets;

/// <summary>What an exchange changes from time to time, by the day from which it holds.</summary>
/// <typeparam name="T">What is changed.</typeparam>
internal sealed class ByDate<T>
{
    private readonly T first;
    private readonly (long FromUtc, T Value)[] later;

    /// <summary>Values by date.</summary>
    /// <param name="first">What held before anything was changed.</param>
    /// <param name="later">What came after it, oldest first, each from 00:00 KST of its day on.</param>
    public ByDate(T first, params (string Day, T Value)[] later)
    {
        this.first = first;
        this.later = [.. later.Select(each => (Midnight(each.Day), each.Value))];
    }

    /// <summary>What holds at an instant, UTC microseconds.</summary>
    public T At(long timeUtc)
    {
        for (var i = later.Length - 1; i >= 0; i--)
        {
            if (timeUtc >= later[i].FromUtc)
                return later[i].Value;
        }

        return first;
    }

    /// <summary>Whether anything is changed within a range, which is not empty.</summary>
    public bool IsOneIn(TimeRange range) => !later.Any(each => each.FromUtc > range.StartUtc && range.Contains(each.FromUtc));

    private static long Midnight(string day) =>
        KoreanTime.TryParse(day, out var utc, out var error) ? utc : throw new FormatException(error);
}
