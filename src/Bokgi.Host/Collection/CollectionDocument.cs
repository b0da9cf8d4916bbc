using Bokgi.Host.Tasks.Documents;
using Bokgi.Host.Tasks.Store;

namespace Bokgi.Host.Collection;

/// <summary>The state of the candle collection.</summary>
/// <param name="Schedule">The daily schedule and the series it covers.</param>
/// <param name="Exchanges">Whether the exchanges answer.</param>
/// <param name="Series">Series in the lake that were collected from an exchange.</param>
internal sealed record CollectionDocument(
    CollectionDocument.ScheduleDocument Schedule,
    IReadOnlyList<CollectionDocument.ExchangeDocument> Exchanges,
    Page<CollectionDocument.SeriesDocument> Series
)
{
    /// <summary>A time in the format of responses; null if there is none.</summary>
    public static string? FormatTime(DateTimeOffset? time) =>
        time is { } at ? UnixTime.Format(UnixTime.FromDateTime(at.UtcDateTime)) : null;

    /// <summary>The daily collection.</summary>
    internal sealed record ScheduleDocument
    {
        /// <summary>Whether the daily collection starts automatically.</summary>
        public required bool Enabled { get; init; }

        /// <summary>Hour of the day, UTC.</summary>
        public required int Hour { get; init; }
        public required int Minute { get; init; }

        /// <summary>The markets named in the settings; if empty, all that were collected before.</summary>
        public required IReadOnlyList<string> Symbols { get; init; }

        /// <summary>The candle lengths named in the settings; if empty, those that were collected before.</summary>
        public required IReadOnlyList<string> Timeframes { get; init; }

        /// <summary>The exchange for named markets that have not been collected before.</summary>
        public required string Exchange { get; init; }

        /// <summary>When it last started; null when no task of it is stored.</summary>
        public string? LastRun { get; init; }

        /// <summary>When it starts next; null when it does not start automatically.</summary>
        public string? NextRun { get; init; }

        /// <summary>The task that started last.</summary>
        public TaskDocument? LastTask { get; init; }

        public static ScheduleDocument Of(Platform.Settings.SchedulerSettings settings, DateTime? nextUtc, TaskRow? last) =>
            new()
            {
                Enabled = settings.IsEnabled,
                Hour = settings.Hour,
                Minute = settings.Minute,
                Symbols = [.. settings.Symbols.Select(symbol => symbol.Code)],
                Timeframes = [.. settings.Timeframes.Select(timeframe => timeframe.Name)],
                Exchange = settings.Exchange,
                LastRun = last is null ? null : UnixTime.Format(last.CreatedUtc),
                NextRun = nextUtc is { } next ? UnixTime.Format(UnixTime.FromDateTime(next)) : null,
                LastTask = last is null ? null : TaskDocument.Of(last),
            };
    }

    /// <summary>Whether an exchange answers.</summary>
    /// <param name="Name">The exchange's name.</param>
    /// <param name="LastAnswer">When it last answered; null when it never has.</param>
    /// <param name="GoneSince">Since when it has not answered; null while it answers, or if nothing was requested from it yet.</param>
    /// <param name="Trouble">The latest error; null while it answers.</param>
    internal sealed record ExchangeDocument(string Name, string? LastAnswer, string? GoneSince, string? Trouble)
    {
        public static ExchangeDocument Of(string name, ExchangeState state) =>
            new(name, FormatTime(state.LastAnswerUtc), FormatTime(state.GoneSinceUtc), state.Trouble);
    }

    /// <summary>A collected series.</summary>
    internal sealed record SeriesDocument
    {
        public required string Symbol { get; init; }
        public required string Timeframe { get; init; }

        /// <summary>The exchange from which it was collected.</summary>
        public required string Source { get; init; }

        /// <summary>Open time of the first stored bar.</summary>
        public string? First { get; init; }

        /// <summary>Open time of the newest stored bar.</summary>
        public string? Newest { get; init; }

        /// <summary>The number of stored bars.</summary>
        public required long Rows { get; init; }

        /// <summary>
        /// The number of separate time ranges that have been requested from the exchange; 1 means that there is no gap.
        /// </summary>
        public required int AskedRanges { get; init; }

        /// <summary>When the exchange last answered for this series.</summary>
        public string? LastSuccess { get; init; }

        /// <summary>The error of the last collection; null when it succeeded.</summary>
        public string? Trouble { get; init; }

        public static SeriesDocument Of(CollectedSeries collected, IReadOnlyList<LakeFile> files) =>
            new()
            {
                Symbol = collected.Series.Symbol.Code,
                Timeframe = collected.Series.Timeframe.Name,
                Source = collected.Record.Source,
                First = files.Min(file => file.FirstUtc) is { } first ? UnixTime.Format(first) : null,
                Newest = files.Max(file => file.LastUtc) is { } newest ? UnixTime.Format(newest) : null,
                Rows = files.Sum(file => file.Rows),
                AskedRanges = collected.Record.CoveredRanges.Count,
                LastSuccess = collected.Record.LastSuccessUtc is { } success ? UnixTime.Format(success) : null,
                Trouble = collected.Record.Error,
            };
    }
}
