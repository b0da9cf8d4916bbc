using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>
/// Determines the market and timeframe of a file: from the caller's options, else from the file's contents, its name or its times.
/// </summary>
internal static class SourceIdentity
{
    // With at least this many rows, a regular spacing is no coincidence.
    private const int ManyRows = 10;

    public static (Symbol Symbol, string From) SymbolOf(SourceFile file, SourceRows source, ImportOptions options)
    {
        if (options.Symbol is { } requested)
            return (requested, "option --symbol");
        if (source.Symbol is { } claim)
        {
            if (!SourceName.TryReadSymbol(claim.Text, out var symbol, out var error))
                throw new LakeException(LakeErrorKind.InvalidInput, $"{file.Name}, {claim.Where}: {error}; or specify --symbol");
            var named = SourceName.FindSymbol(file.FullPath);
            if (named is not { } own || own.Symbol == symbol || !own.Where.StartsWith(SourceName.FileName, StringComparison.Ordinal))
                return (symbol, claim.Where);
            throw new LakeException(
                LakeErrorKind.InvalidInput,
                $"{file.Name}: its name says {own.Symbol}, {claim.Where} says '{claim.Text}', which is {symbol}; specify --symbol"
            );
        }

        return SourceName.FindSymbol(file.FullPath)
            ?? throw new LakeException(LakeErrorKind.InvalidInput, $"{file.Name} does not tell its market; specify --symbol BASE_QUOTE");
    }

    /// <param name="file">The file.</param>
    /// <param name="source">The file's rows, already in strictly increasing order of time.</param>
    /// <param name="options">The caller's options.</param>
    /// <param name="spacing">The most frequent spacing of the rows, if there is one.</param>
    public static (Timeframe Timeframe, string From) TimeframeOf(SourceFile file, SourceRows source, ImportOptions options, long? spacing)
    {
        var (timeframe, from) = options.Timeframe is { } requested
            ? (requested, "option --timeframe")
            : Claimed(source.Timeframe, spacing)
                ?? Claimed(SourceName.FindTimeframe(file.FullPath), spacing)
                ?? Minutes(SourceName.FindMinutes(file.FullPath), spacing)
                ?? Inferred(spacing)
                ?? throw new LakeException(
                    LakeErrorKind.InvalidInput,
                    SourceName.FindOtherLength(file.FullPath) is { } other
                        ? $"{file.Name}: bars of '{other}' are not supported; provide bars of {string.Join(", ", Timeframe.All.Select(each => each.Name))}, which can be resampled"
                        : $"{file.Name} does not tell how long its bars are; specify --timeframe, for example 1H"
                );
        if (spacing is not { } apart || ExchangeTimeframe.OfLength(apart) == timeframe)
            return (timeframe, from);
        if (apart > timeframe.NominalMicroseconds && source.Rows.Count >= ManyRows && BarSpacing.IsRegular(source.Rows.Times, apart))
            throw new LakeException(
                LakeErrorKind.InvalidInput,
                $"{file.Name}: most rows are {BarSpacing.Describe(apart)} apart and none closer, which is longer than {timeframe} ({from}); specify the --timeframe that the rows have"
            );
        return apart >= timeframe.NominalMicroseconds
            ? (timeframe, from)
            : throw new LakeException(
                LakeErrorKind.InvalidInput,
                $"{file.Name}: most rows are {BarSpacing.Describe(apart)} apart, which is shorter than {timeframe} ({from}); specify the --timeframe that the rows have"
            );
    }

    /// <summary>Warnings about suspicious but possible combinations of name, contents and options.</summary>
    public static IEnumerable<string> WarningsOf(
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
            && (!SourceName.TryReadSymbol(claim.Text, out var own, out _) || own != symbol)
        )
            warnings.Add($"the file says '{claim.Text}' ({claim.Where}) but is stored as {symbol}, as asked");
        if (spacing is { } apart && apart > timeframe.NominalMicroseconds && ExchangeTimeframe.OfLength(apart) != timeframe)
            warnings.Add($"most rows are {BarSpacing.Describe(apart)} apart, which is longer than {timeframe}; is it the right timeframe?");

        return warnings;
    }

    // "1M" is a month at Binance, so the spacing of the rows decides.
    private static (Timeframe Timeframe, string From)? Claimed(SourceClaim? claim, long? spacing)
    {
        if (claim is null)
            return null;
        var timeframe = ExchangeTimeframe.Read(claim.Text) ?? ExchangeTimeframe.ReadMinutes(claim.Text);
        if (ExchangeTimeframe.IsAmbiguous(claim.Text) && spacing is { } apart && ExchangeTimeframe.OfLength(apart) == Timeframe.OneMonth)
            timeframe = Timeframe.OneMonth;
        return timeframe is null ? null : (timeframe, $"{claim.Where} ('{claim.Text}')");
    }

    // A bare number in a name may mean anything, so it counts only if the rows have that spacing or none.
    private static (Timeframe Timeframe, string From)? Minutes(SourceClaim? claim, long? spacing) =>
        Claimed(claim, spacing) is var (timeframe, from) && (spacing is null || timeframe.NominalMicroseconds == spacing)
            ? (timeframe, from)
            : null;

    private static (Timeframe Timeframe, string From)? Inferred(long? spacing) =>
        spacing is { } apart && ExchangeTimeframe.OfLength(apart) is { } timeframe
            ? (timeframe, "most frequent spacing of the times")
            : null;
}
