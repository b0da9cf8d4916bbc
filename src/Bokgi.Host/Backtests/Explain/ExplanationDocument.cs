namespace Bokgi.Host.Backtests.Explain;

/// <summary>Why a run did or did not trade, bar by bar.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Symbol">The market.</param>
/// <param name="Strategy">The strategy.</param>
/// <param name="Timeframe">The length of the bars.</param>
/// <param name="IsUnchanged">Whether the lake still has the candles that the run saw; when not, all of this tells of the candles as they are now.</param>
/// <param name="Conditions">What a bar has to meet, all of it, to give a signal.</param>
/// <param name="Bars">The bars.</param>
/// <param name="IsAtMissing">Whether there is no candle at the time that was asked for; the last bar is the one before it then.</param>
/// <param name="NextStart">Where the next part starts; null when this was the last one.</param>
internal sealed record ExplanationDocument(
    string RunId,
    string Symbol,
    string Strategy,
    string Timeframe,
    bool IsUnchanged,
    IReadOnlyList<ExplainedCondition> Conditions,
    IReadOnlyList<ExplainedBar> Bars,
    bool IsAtMissing,
    string? NextStart
);
