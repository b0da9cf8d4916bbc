namespace Bokgi.Trading;

/// <summary>The state of an account between two bars. When you store a state, also store the version of its format.</summary>
public sealed record AccountState
{
    // Version 1 stored six numbers, and ten more while a position was held.
    private const int CountWithoutPosition = 6;
    private const int CountWithPosition = 16;

    /// <summary>Available cash, quote currency.</summary>
    public required double Cash { get; init; }

    /// <summary>Index of the last bar; -1 before the first.</summary>
    public required int Bar { get; init; }

    /// <summary>Entries that were not made because the candles ended before they could be filled.</summary>
    public required int UnfilledEntries { get; init; }

    /// <summary>Entries that were not made because they were below the exchange's minimum order value.</summary>
    public required int TooSmallEntries { get; init; }

    /// <summary>Confidence of the signal whose entry is to be filled at the next open; null if there is none.</summary>
    public required double? PendingConfidence { get; init; }

    /// <summary>The open position, or null.</summary>
    public required OpenPosition? Position { get; init; }

    /// <summary>Reads a state of version 1, which was a list of numbers.</summary>
    /// <exception cref="ArgumentException">The list has the wrong length.</exception>
    public static AccountState FromVersion1(ReadOnlySpan<double> numbers)
    {
        if (numbers.Length is not (CountWithoutPosition or CountWithPosition))
            throw new ArgumentException(
                $"a state of version 1 has {CountWithoutPosition} or {CountWithPosition} numbers, not {numbers.Length}",
                nameof(numbers)
            );
        var isEntryPending = numbers[4] != 0;
        return new AccountState
        {
            Cash = numbers[0],
            Bar = (int)numbers[1],
            UnfilledEntries = (int)numbers[2],
            TooSmallEntries = (int)numbers[3],
            PendingConfidence = isEntryPending ? numbers[5] : null,
            Position = numbers.Length == CountWithPosition ? PositionFromVersion1(numbers[CountWithoutPosition..]) : null,
        };
    }

    private static OpenPosition PositionFromVersion1(ReadOnlySpan<double> numbers) =>
        new()
        {
            EntryFeeRate = numbers[0],
            EntryBar = (int)numbers[1],
            EntryTimeUtc = (long)numbers[2],
            RawEntryPrice = numbers[3],
            EntryPrice = numbers[4],
            Quantity = numbers[5],
            EntryCost = numbers[6],
            Confidence = numbers[7],
            HighestPrice = numbers[8],
            LowestPrice = numbers[9],
        };
}
