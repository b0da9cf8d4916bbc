using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>
/// Determines the market and timeframe of a file: from the caller's options, else from the file's contents, its name or its times.
/// </summary>
internal static class SourceIdentity
{
    // With at least this many rows, regular distances between them are no coincidence.
    private const int ManyRows = 10;

    public static (Symbol Symbol, string Origin) DetermineSymbol(SourceFile file, SourceRows source, ImportOptions options)
    {
        if (options.Symbol is { } requested)
            return (requested, "option --symbol");
        if (source.Symbol is { } claim)
        {
            if (!SourceName.TryReadSymbol(claim.Text, out var symbol, out var error))
                throw new LakeException(LakeErrorKind.InvalidInput, $"{file.Name}, {claim.Origin}: {error}; or specify --symbol");
            // Only the file's own name can contradict its contents; the name of a folder cannot.
            if (
                SourceName.FindSymbol(file.FullPath) is var (named, origin)
                && named != symbol
                && origin.StartsWith(SourceName.FileName, StringComparison.Ordinal)
            )
                throw new LakeException(
                    LakeErrorKind.InvalidInput,
                    $"{file.Name}: its name says {named}, {claim.Origin} says '{claim.Text}', which is {symbol}; specify --symbol"
                );
            return (symbol, claim.Origin);
        }

        return SourceName.FindSymbol(file.FullPath)
            ?? throw new LakeException(
                LakeErrorKind.InvalidInput,
                $"{file.Name} does not identify its market; specify --symbol BASE_QUOTE"
            );
    }

    /// <param name="file">The file.</param>
    /// <param name="source">The file's rows, already in strictly increasing order of time.</param>
    /// <param name="options">The caller's options.</param>
    /// <param name="spacing">The most frequent distance between consecutive rows, in microseconds; null for a single row.</param>
    public static (Timeframe Timeframe, string Origin) DetermineTimeframe(
        SourceFile file,
        SourceRows source,
        ImportOptions options,
        long? spacing
    )
    {
        var (timeframe, origin) = options.Timeframe is { } requested
            ? (requested, "option --timeframe")
            : FromClaim(source.Timeframe, spacing)
                ?? FromClaim(SourceName.FindTimeframe(file.FullPath), spacing)
                ?? FromMinutes(SourceName.FindMinutes(file.FullPath), spacing)
                ?? FromSpacing(spacing)
                ?? throw new LakeException(
                    LakeErrorKind.InvalidInput,
                    SourceName.FindUnsupportedLength(file.FullPath) is { } unsupported
                        ? $"{file.Name}: bars of '{unsupported}' are not supported; provide bars of {string.Join(", ", Timeframe.All.Select(supported => supported.Name))}, which can be resampled"
                        : $"{file.Name} does not say how long its bars are; specify --timeframe, for example 1H"
                );
        if (spacing is not { } distance || ExchangeTimeframe.FromLength(distance) == timeframe)
            return (timeframe, origin);
        if (distance > timeframe.NominalMicroseconds && source.Rows.Count >= ManyRows && BarSpacing.IsRegular(source.Rows.Times, distance))
            throw new LakeException(
                LakeErrorKind.InvalidInput,
                $"{file.Name}: most rows are {BarSpacing.Describe(distance)} apart and none closer, which is longer than {timeframe} ({origin}); specify the --timeframe that the rows have"
            );
        return distance >= timeframe.NominalMicroseconds
            ? (timeframe, origin)
            : throw new LakeException(
                LakeErrorKind.InvalidInput,
                $"{file.Name}: most rows are {BarSpacing.Describe(distance)} apart, which is shorter than {timeframe} ({origin}); specify the --timeframe that the rows have"
            );
    }

    /// <summary>Creates warnings about suspicious but possible combinations of name, contents and options.</summary>
    public static IEnumerable<string> FindWarnings(
        SourceFile file,
        SourceRows source,
        ImportOptions options,
        Symbol symbol,
        Timeframe timeframe,
        long? spacing
    )
    {
        var warnings = new List<string>();
        if (SourceName.FindDerivative(file.FullPath) is { } derivative && options.Symbol is null)
            warnings.Add(
                $"the name mentions futures ('{derivative}'), but they are stored as {symbol}, the coin itself, and their volume may count contracts; specify --symbol to store them separately"
            );
        if (
            options.Symbol is not null
            && source.Symbol is { } claim
            && (!SourceName.TryReadSymbol(claim.Text, out var stated, out _) || stated != symbol)
        )
            warnings.Add($"the file says '{claim.Text}' ({claim.Origin}) but is stored as {symbol}, as asked");
        if (spacing is { } distance && distance > timeframe.NominalMicroseconds && ExchangeTimeframe.FromLength(distance) != timeframe)
            warnings.Add(
                $"most rows are {BarSpacing.Describe(distance)} apart, which is longer than {timeframe}; is it the right timeframe?"
            );

        return warnings;
    }

    // "1M" is a month at Binance, so the spacing of the rows decides.
    private static (Timeframe Timeframe, string Origin)? FromClaim(SourceClaim? claim, long? spacing)
    {
        if (claim is null)
            return null;
        var timeframe = ExchangeTimeframe.Parse(claim.Text) ?? ExchangeTimeframe.ParseMinutes(claim.Text);
        if (
            ExchangeTimeframe.IsAmbiguous(claim.Text)
            && spacing is { } distance
            && ExchangeTimeframe.FromLength(distance) == Timeframe.OneMonth
        )
            timeframe = Timeframe.OneMonth;
        return timeframe is null ? null : (timeframe, $"{claim.Origin} ('{claim.Text}')");
    }

    // A bare number in a name may mean anything, so it counts only if the rows have that spacing, or are too few to have a spacing.
    private static (Timeframe Timeframe, string Origin)? FromMinutes(SourceClaim? claim, long? spacing) =>
        FromClaim(claim, spacing) is var (timeframe, origin) && (spacing is null || timeframe.NominalMicroseconds == spacing)
            ? (timeframe, origin)
            : null;

    private static (Timeframe Timeframe, string Origin)? FromSpacing(long? spacing) =>
        spacing is { } distance && ExchangeTimeframe.FromLength(distance) is { } timeframe
            ? (timeframe, "most frequent spacing of the times")
            : null;
}
