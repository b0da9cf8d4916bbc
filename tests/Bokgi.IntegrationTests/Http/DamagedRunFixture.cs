using Bokgi.Host.Platform.Database;
using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Store;
using Bokgi.IntegrationTests.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Bokgi.IntegrationTests.Http;

/// <summary>A server with one run, whose files a test damages and restores.</summary>
internal sealed class DamagedRunFixture : IDisposable
{
    /// <summary>The routes that read a run's files, each with the tables it reads; see <see cref="Get"/>.</summary>
    public static readonly IReadOnlyList<(string Route, string[] Tables)> Routes =
    [
        ("{run}/trades?limit=10000", ["trades"]),
        ("{run}/trades?format=csv", ["trades"]),
        ("{run}/trades?format=parquet&symbol=ETH_KRW", ["trades"]),
        ("{run}/signals?limit=10000", ["signals"]),
        ("{run}/signals?format=parquet", ["signals"]),
        ("{run}/equity?points=0", ["equity"]),
        ("{run}/equity?format=csv", ["equity"]),
        ("{run}/chart?symbol=BTC_KRW", ["trades", "equity"]),
        ("{run}/report?lang=en", ["trades", "equity"]),
        ("compare?ids={run},{other}", ["equity"]),
    ];

    private readonly Dictionary<string, byte[]> originalAnswers = [];

    public DamagedRunFixture(IReadOnlyDictionary<string, string>? objectStore = null, bool isOfEarlierVersion = false)
    {
        Server = new HttpServer
        {
            Settings = (objectStore ?? new Dictionary<string, string>()).ToDictionary(
                setting => setting.Key,
                setting => (string?)setting.Value
            ),
        };
        foreach (var symbol in (string[])["BTC_KRW", "ETH_KRW"])
            SampleLake.WriteHours(Server.DataRoot, symbol, 400);
        RunId = CreateRun();
        OtherRunId = CreateRun();
        if (isOfEarlierVersion)
            TurnIntoRunOfEarlierVersion();
    }

    public HttpServer Server { get; }

    public string RunId { get; }

    /// <summary>Another run, whose files are not damaged.</summary>
    public string OtherRunId { get; }

    /// <summary>The names of the run's files.</summary>
    public IReadOnlyList<string> Files { get; private set; } = [ArtifactNames.RowsFile];

    /// <summary>The folder of all results.</summary>
    public string ResultsPath => Path.Combine(Server.StateRoot, "results");

    /// <summary>Finds the run's folder, at any depth below the given folder.</summary>
    public string FindRunFolder(string root) =>
        Directory.EnumerateDirectories(root, RunId, SearchOption.AllDirectories).ShouldHaveSingleItem();

    /// <summary>Replaces the run's files by Parquet files, as an earlier version wrote them.</summary>
    public void TurnIntoRunOfEarlierVersion(IReadOnlyList<string>? columnsOfEquity = null)
    {
        EarlierRun.ConvertRun(Server.StateRoot, RunId, columnsOfEquity);
        Files = EarlierRun.Files;
    }

    /// <summary>A route that reads the file with this name and no other file.</summary>
    public static string RouteThatReads(string name) =>
        name.Split('.')[0] switch
        {
            ArtifactNames.Signals => "{run}/signals?limit=10000",
            ArtifactNames.Equity => "{run}/equity?points=0",
            _ => "{run}/trades?limit=10000",
        };

    /// <summary>Remembers what the routes answer while the files are undamaged.</summary>
    public void RememberAnswers()
    {
        foreach (var (route, _) in Routes)
        {
            var answer = Get(route);
            answer.Status.ShouldBe(200, answer.Text);
            originalAnswers[route] = answer.Body;
        }
    }

    /// <summary>Requests a route below /api/backtests, with the ids of the two runs in place of {run} and {other}.</summary>
    public HttpAnswer Get(string route)
    {
        var path = route.Replace("{run}", RunId, StringComparison.Ordinal).Replace("{other}", OtherRunId, StringComparison.Ordinal);
        return Server.Get($"/api/backtests/{path}");
    }

    /// <summary>Whether a route gives the remembered answer.</summary>
    public bool IsUnchanged(string route) =>
        Get(route) is { Status: 200 } answer && answer.Body.AsSpan().SequenceEqual(originalAnswers[route]);

    /// <summary>Checks every route: those that read the file return the expected problem, the others the remembered answer.</summary>
    public void ShouldReportDamage(string file, string detail, string because)
    {
        var table = file.Split('.')[0]; // "rows" for the file that contains all tables
        foreach (var (route, tables) in Routes)
        {
            if (file == ArtifactNames.RowsFile || tables.Contains(table))
            {
                var answer = Get(route);
                answer.Status.ShouldBe(410, $"{because}: {route} answered {answer.Text}");
                answer.ShouldBeProblem(410, detail, context: because);
                answer["title"].GetString().ShouldBe("damaged or missing", because);
                answer["detail"].GetString()!.ShouldContain($"bokgi rerun {RunId}", customMessage: because);
                answer.Text.ShouldNotContain(Server.Folder, customMessage: because);
            }
            else
                IsUnchanged(route).ShouldBeTrue($"{because}: {route}");
        }
    }

    /// <summary>Checks that every route gives the remembered answer.</summary>
    public void ShouldAllBeUnchanged(string because)
    {
        foreach (var (route, _) in Routes)
            IsUnchanged(route).ShouldBeTrue($"{because}: {route}");
    }

    /// <summary>Reads the hashes of the run's files from the database, as JSON; null if none are stored.</summary>
    public string? ReadStoredHashes()
    {
        using var context = Server.Services.GetRequiredService<BokgiDatabase>().Open();
        return RowOf(context).Select(row => row.FileHashes).Single();
    }

    /// <summary>Removes the stored hashes. The run then looks like a run of an earlier version, which stored none.</summary>
    public void RemoveHashes()
    {
        using var context = Server.Services.GetRequiredService<BokgiDatabase>().OpenForWriting();
        RowOf(context).ExecuteUpdate(change => change.SetProperty(row => row.FileHashes, (string?)null)).ShouldBe(1);
    }

    public static void FlipBit(string path, long bit)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        file.Position = bit / 8;
        var value = file.ReadByte();
        file.Position = bit / 8;
        file.WriteByte((byte)(value ^ (1 << (int)(bit % 8))));
    }

    public void Dispose() => Server.Dispose();

    private IQueryable<RunDocumentRow> RowOf(BokgiContext context) =>
        context
            .Set<RunRow>()
            .Where(run => run.RunId == RunId)
            .Join(context.Set<RunDocumentRow>(), run => run.Number, document => document.RunNumber, (_, document) => document);

    private string CreateRun() => Server.RunBacktest(RunEndpointsTests.RunServer.Body("volume_long_candle"))["run_id"].GetString()!;
}
