using Bokgi.Host.Platform.Queries;
using Bokgi.Host.Tasks.Documents;
using Bokgi.Host.Tasks.Store;
using Bokgi.MarketData.Exchanges;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;

namespace Bokgi.Host.Collection;

/// <summary>How the collection of candles stands.</summary>
/// <param name="Schedule">What is collected by itself, and when.</param>
/// <param name="Exchanges">Whether the exchanges answer.</param>
/// <param name="Series">Series of the lake that came from an exchange.</param>
internal sealed record CollectionDocument(
    CollectionDocument.ScheduleDocument Schedule,
    IReadOnlyList<CollectionDocument.ExchangeDocument> Exchanges,
    Page<CollectionDocument.SeriesDocument> Series
)
{
    /// <summary>A moment as answers write it; null for none.</summary>
    public static string? Time(DateTimeOffset? time) => time is { } at ? UnixTime.Format(UnixTime.FromDateTime(at.UtcDateTime)) : null;

    /// <summary>The daily collection.</summary>
    internal sealed record ScheduleDocument
    {
        /// <summary>Whether it begins by itself.</summary>
        public required bool Enabled { get; init; }

        /// <summary>Hour of the day, UTC.</summary>
        public required int Hour { get; init; }
        public required int Minute { get; init; }

        /// <summary>The markets that settings name; empty for all that were collected before.</summary>
        public required IReadOnlyList<string> Symbols { get; init; }

        /// <summary>The lengths of candles that settings name; empty for those that were collected before.</summary>
        public required IReadOnlyList<string> Timeframes { get; init; }

        /// <summary>Where named markets come from that were not collected before.</summary>
        public required string Exchange { get; init; }

        /// <summary>When it began last; null when no task of it is kept.</summary>
        public string? LastRun { get; init; }

        /// <summary>When it begins next; null when it does not by itself.</summary>
        public string? NextRun { get; init; }

        /// <summary>The task that began last.</summary>
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
    /// <param name="Name">Its name.</param>
    /// <param name="LastAnswer">When it last did; null when it never has.</param>
    /// <param name="GoneSince">Since when it has not; null while it does, or nobody asked.</param>
    /// <param name="Trouble">What went wrong last; null while it answers.</param>
    internal sealed record ExchangeDocument(string Name, string? LastAnswer, string? GoneSince, string? Trouble)
    {
        public static ExchangeDocument Of(string name, ExchangeState state) =>
            new(name, Time(state.LastAnswerUtc), Time(state.GoneSinceUtc), state.Trouble);
    }

    /// <summary>A series that was collected.</summary>
    internal sealed record SeriesDocument
    {
        public required string Symbol { get; init; }
        public required string Timeframe { get; init; }

        /// <summary>The exchange it comes from.</summary>
        public required string Source { get; init; }

        /// <summary>Open time of the first stored bar.</summary>
        public string? First { get; init; }

        /// <summary>Open time of the newest stored bar.</summary>
        public string? Newest { get; init; }

        /// <summary>Stored bars.</summary>
        public required long Rows { get; init; }

        /// <summary>How many stretches of time the exchange was asked for; one when nothing between is unknown.</summary>
        public required int AskedRanges { get; init; }

        /// <summary>When the exchange last answered.</summary>
        public string? LastSuccess { get; init; }

        /// <summary>What went wrong at the last collection; null when nothing did.</summary>
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
                AskedRanges = collected.Record.Asked.Count,
                LastSuccess = collected.Record.LastSuccessUtc is { } success ? UnixTime.Format(success) : null,
                Trouble = collected.Record.Trouble,
            };
    }
}
