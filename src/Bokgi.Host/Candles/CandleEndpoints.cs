using System.IO.Hashing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Bokgi.Host.Candles;

internal static class CandleEndpoints
{
    // The candles of a response are held in memory while it is sent, at 56 bytes per row. The limit for JSON is lower, because JSON is three
    // times as long and clients parse it as a whole.
    private const long MaximumRows = 20_000_000;
    private const int MaximumJsonRows = 1_000_000;

    // About 8 MiB in every format.
    private const int MaximumBufferedRows = 80_000;

    public static void AddCandles(this IServiceCollection services, HostSettings settings) =>
        services.AddSingleton(new CandleLake(settings.DataRoot));

    public static void MapCandles(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/ohlcv", Load)
            .Needs(Role.Viewer)
            .WithTags("candles")
            .LimitsConcurrency()
            .WithSummary("Candles as column arrays (json), csv, parquet, or an arrow stream")
            .WithDescription(
                "Sorted by time, then symbol, and otherwise as stored. Symbols without candles in the range are listed in warnings (json) and in the header X-Bokgi-Warnings (every format); 404 if no symbol has any. Responses of up to 80,000 rows have a Content-Length and support range requests; longer ones are streamed."
            )
            .Produces<CandleColumnsDocument>(
                200,
                "application/json",
                "text/csv",
                "application/vnd.apache.parquet",
                "application/vnd.apache.arrow.stream"
            )
            .ProducesProblem(400)
            .ProducesProblem(404);
        var data = routes.MapGroup("/api/data").WithTags("data").LimitsConcurrency();
        data.MapGet("/inventory", Inventory)
            .Needs(Role.Viewer)
            .WithSummary("The files of the candle lake and their contents")
            .WithDescription(
                "One file for each market, timeframe and year; empty if there are no candles. issues says why a file cannot be used."
            );
        data.MapGet("/quality", Quality)
            .Needs(Role.Viewer)
            .WithSummary("Gaps, duplicates, invalid bars and coverage per day of stored candles")
            .WithDescription(
                "Days are in Korean time. The reason of a gap is no_trade if the exchange is known to have made no bar, otherwise unknown."
            )
            .ProducesProblem(400)
            .ProducesProblem(404);
    }

    private static IResult Load([AsParameters] CandleQuery query, CandleLake lake, HttpResponse response, CancellationToken cancel)
    {
        var (symbols, timeframe, range, format) = query.Read(lake);
        CheckSize(symbols, timeframe, range, lake);
        var batch = lake.Load(symbols, timeframe, range, cancel);
        if (format == CandleFormat.Json && batch.Count > MaximumJsonRows)
        {
            var rows = batch.Count;
            batch.Dispose();
            throw InvalidInputException.ForField(
                "symbols",
                $"{rows} rows are too many for json, whose maximum is {MaximumJsonRows}; ask for format=parquet, arrow or csv, or a shorter range"
            );
        }

        var warnings = CandleWarnings.Of(batch);
        if (warnings.Count > 0)
            response.Headers[CandleWarnings.Header] = CandleWarnings.HeaderValue(warnings);
        var (type, extension) = format switch
        {
            CandleFormat.Csv => ("text/csv; charset=utf-8", "csv"),
            CandleFormat.Parquet => ("application/vnd.apache.parquet", "parquet"),
            CandleFormat.Arrow => ("application/vnd.apache.arrow.stream", "arrows"),
            _ => ("application/json; charset=utf-8", "json"),
        };
        var name = $"{(symbols.Count == 1 ? symbols[0].Code : $"{symbols.Count}-symbols")}-{timeframe}.{extension}";
        return batch.Count <= MaximumBufferedRows
            ? CreateBufferedFile(batch, format, type, name, cancel)
            : new StreamedFile(type, name, stream => CandleWriting.Write(batch, format, stream, cancel, includeWarnings: true), batch);
    }

    // Supports programs that read a file over HTTP in parts: they request its length first, and then byte ranges.
    private static FileContentHttpResult CreateBufferedFile(
        CandleBatch batch,
        CandleFormat format,
        string type,
        string name,
        CancellationToken cancel
    )
    {
        using (batch)
        {
            using var file = new MemoryStream();
            CandleWriting.Write(batch, format, file, cancel, includeWarnings: true);
            var bytes = file.ToArray();
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(XxHash128.Hash(bytes))}\"");
            return TypedResults.File(bytes, type, name, enableRangeProcessing: true, entityTag: tag);
        }
    }

    // Checks an upper bound before anything is loaded: a symbol has at most as many bars as fit into the range, and at most as many as its
    // files contain.
    private static void CheckSize(IReadOnlyList<Symbol> symbols, Timeframe timeframe, TimeRange range, CandleLake lake)
    {
        var span = (double)range.EndUtc - range.StartUtc;
        var maximumBars = (long)Math.Min(MaximumRows, span / timeframe.NominalMicroseconds) + 1;
        if (maximumBars * symbols.Count <= MaximumRows)
            return;
        var requested = symbols.ToHashSet();
        var rows = lake.Inventory(timeframe: timeframe)
            .Where(file => requested.Contains(file.Symbol))
            .GroupBy(file => file.Symbol)
            .Sum(files => Math.Min(maximumBars, files.Sum(file => file.Rows)));
        if (rows > MaximumRows)
            throw InvalidInputException.ForField(
                "symbols",
                $"about {rows} rows are too many for one response, whose maximum is {MaximumRows}; ask for fewer symbols or a shorter range"
            );
    }

    private static Ok<InventoryPage> Inventory([AsParameters] InventoryQuery query, CandleLake lake)
    {
        var (symbol, timeframe, year, paging) = query.Read();
        var (total, files) = lake.InventoryPage(symbol, timeframe, year, paging.Offset, paging.Limit);
        return TypedResults.Ok(new InventoryPage([.. files.Select(LakeFileDocument.Of)], total, paging.Limit, paging.Offset));
    }

    private static Results<Ok<SymbolQualityDocument>, ProblemHttpResult> Quality(
        [AsParameters] QualityQuery query,
        CandleLake lake,
        HostSettings settings,
        CancellationToken cancel
    )
    {
        var (symbol, timeframe, range) = query.Read();
        var report = lake.Quality(symbol, timeframe, range, settings.QualityJump, cancel);
        if (report.Rows == 0)
            return Problems.NotFound($"{symbol} has no {timeframe} candle in the range; GET /api/data/inventory lists the stored candles");
        return TypedResults.Ok(SymbolQualityDocument.Of(report));
    }
}
