using System.Runtime.Versioning;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Http;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Scripts;

/// <summary>The permissions of the files that real processes of the program write.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FileModeTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = Owner | UnixFileMode.UserExecute;
    private const UnixFileMode StateFile = Owner | UnixFileMode.GroupRead;
    private const UnixFileMode StateFolder = OwnFolder | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
    private const UnixFileMode OpenFile = StateFile | UnixFileMode.OtherRead;
    private const UnixFileMode OpenFolder = StateFolder | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly TemporaryFolder folder = new();

    public FileModeTests()
    {
        Directory.CreateDirectory(Data);
        Directory.CreateDirectory(folder.Of("tmp"));
        SmallLake.WriteHours(Data, "BTC_KRW", 200);
    }

    private string Data => folder.Of("data");

    private string State => folder.Of("state");

    private Dictionary<string, string> Settings =>
        new()
        {
            ["DATA_ROOT"] = Data,
            ["STATE_ROOT"] = State,
            ["TMPDIR"] = folder.Of("tmp"),
            ["PORT"] = "0",
            ["API_KEYS"] = KeyedServer.Keys,
            ["UPBIT_URL"] = "http://127.0.0.1:9",
        };

    public void Dispose() => folder.Dispose();

    [Fact]
    public void State_OfAServerThatMayWriteForEverybody_IsForItsUserAndGroup()
    {
        using (var server = WatchedProcess.StartBokgiAfter("umask 000", Settings, "serve"))
        {
            using var client = new HttpClient { BaseAddress = new Uri(server.WaitForLine("listening on ")) };
            client.DefaultRequestHeaders.Add("Authorization", $"Bearer {KeyedServer.Secrets[2]}");
            const string Body =
                """{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-01-31","timeframe":"1H"}""";
            Send(HttpMethod.Post, "/api/backtests/run", Body).ShouldBe(200);
            Send(HttpMethod.Post, "/api/session", $$"""{"key":"{{KeyedServer.Secrets[0]}}"}""").ShouldBe(200);
            Send(HttpMethod.Get, "/health/ready", null).ShouldBe(200);
            Send(HttpMethod.Get, "/api/markets/krw", null).ShouldBe(503); // the failure is recorded in the folder that the processes share

            ShouldBeStateModes(State);
            folder.Of("state", "bokgi.db-wal").ShouldSatisfyAllConditions(path => File.Exists(path).ShouldBeTrue());
            Directory.EnumerateFiles(State, "trades*.parquet", SearchOption.AllDirectories).ShouldNotBeEmpty();
            var shared = Directory.GetDirectories(folder.Of("tmp"), "bokgi-*").ShouldHaveSingleItem();
            File.GetUnixFileMode(shared).ShouldBe(OwnFolder);
            Directory.EnumerateFiles(shared, "*", SearchOption.AllDirectories).ShouldNotBeEmpty();
            Below(shared).ShouldAllBe(found => (found.UnixFileMode & ~StateFolder) == UnixFileMode.None);

            int Send(HttpMethod method, string path, string? body)
            {
                using var request = new HttpRequestMessage(method, path);
                request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
                using var answer = client.Send(request);
                return (int)answer.StatusCode;
            }
        }
    }

    [Fact]
    public void YearFile_ThatTheServerMayNotRead_IsNamedAndNotWaitedFor()
    {
        SmallLake.WriteHours(Data, "ETH_KRW", 200);
        var year = Directory.GetFiles(Path.Combine(Data, "BTC_KRW"), "*.parquet", SearchOption.AllDirectories).ShouldHaveSingleItem();
        File.SetUnixFileMode(year, UnixFileMode.None);

        // Root may read everything unless it drops these capabilities.
        const string AsOthers = """[ "$(id -u)" != 0 ] || set -- setpriv --bounding-set -dac_override,-dac_read_search "$@" """;
        var open = Settings.Where(each => each.Key != "API_KEYS");
        using var server = WatchedProcess.StartBokgiAfter(AsOthers, open, "serve");
        using var client = new HttpClient { BaseAddress = new Uri(server.WaitForLine("listening on ")), Timeout = TestTimeout.Value };
        const string Named = "may not be read by the user that runs this program";

        Ask("/api/ohlcv?symbols=BTC_KRW&timeframe=1H", null).ShouldBe((400, true));
        Ask("/api/data/quality?symbol=BTC_KRW&timeframe=1H", null).ShouldBe((400, true));
        Ask("/api/backtests/run", Body("BTC_KRW")).ShouldBe((400, true));
        Ask("/api/backtests/run", Body("ETH_KRW")).ShouldBe((200, false));
        File.SetUnixFileMode(year, Owner);

        (int Status, bool IsNamed) Ask(string path, string? body)
        {
            using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path);
            request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            using var answer = client.Send(request);
            using var text = new StreamReader(answer.Content.ReadAsStream());
            return ((int)answer.StatusCode, text.ReadToEnd().Contains(Named, StringComparison.Ordinal));
        }

        static string Body(string symbol) =>
            $$"""{"strategy":"volume_long_candle","symbols":["{{symbol}}"],"start_date":"2024-01-01","end_date":"2024-01-31","timeframe":"1H"}""";
    }

    [Theory]
    [InlineData("022", OpenFile)]
    [InlineData("077", Owner)]
    [InlineData("027", StateFile)]
    public void File_ThatAUserAskedFor_IsForWhomHisUmaskSays(string umask, UnixFileMode expected)
    {
        Run($"umask {umask}", "backtest", "--symbols", "BTC_KRW", "--strategy", "volume_long_candle", "--timeframe", "1H");
        Run($"umask {umask}", "report", "latest", "--output", folder.Of("report.html"));
        Run($"umask {umask}", "export", "latest", "trades", "--output", folder.Of("trades.csv"));

        File.GetUnixFileMode(folder.Of("report.html")).ShouldBe(expected);
        File.GetUnixFileMode(folder.Of("trades.csv")).ShouldBe(expected);
        Below(State).ShouldAllBe(found => (found.UnixFileMode & ~StateFolder) == UnixFileMode.None);
    }

    [Theory]
    [InlineData(OpenFolder, OpenFile)]
    [InlineData(StateFolder, StateFile)]
    [InlineData(OwnFolder, Owner)]
    public void Candles_WrittenIntoAFolder_AreForWhomTheFolderIs(UnixFileMode root, UnixFileMode expected)
    {
        var lake = Directory.CreateDirectory(folder.Of("lake")).FullName;
        File.SetUnixFileMode(lake, root);

        Run(
            "umask 022",
            "generate",
            "--data-root",
            lake,
            "--symbols",
            "BTC_KRW",
            "--end",
            "2024-01-03",
            "--days",
            "2",
            "--minute-days",
            "0"
        );

        Directory.EnumerateFiles(lake, "*.parquet", SearchOption.AllDirectories).ShouldNotBeEmpty();
        foreach (var found in Below(lake))
            found.UnixFileMode.ShouldBe(found is DirectoryInfo ? root : expected, found.FullName);
    }

    [Fact]
    public void State_OfAnOlderVersion_IsTightenedAtTheNextStart()
    {
        Run("umask 022", "backtest", "--symbols", "BTC_KRW", "--strategy", "volume_long_candle", "--timeframe", "1H");
        var keys = Directory.CreateDirectory(folder.Of("state", "keys"), OwnFolder).FullName;
        foreach (var found in Below(State).Where(found => found.Name != "keys"))
            File.SetUnixFileMode(found.FullName, found is DirectoryInfo ? OpenFolder : OpenFile);
        File.SetUnixFileMode(State, OpenFolder);
        File.WriteAllText(folder.Of("state", "of-somebody-else"), "x");
        File.SetUnixFileMode(folder.Of("state", "of-somebody-else"), OpenFile);

        Run("umask 022", "runs");

        File.GetUnixFileMode(keys).ShouldBe(OwnFolder);
        File.GetUnixFileMode(State).ShouldBe(OpenFolder, "it may be a folder of others too, such as DATA_ROOT");
        File.GetUnixFileMode(folder.Of("state", "of-somebody-else")).ShouldBe(OpenFile);
        File.Delete(folder.Of("state", "of-somebody-else"));
        ShouldBeStateModes(State);
    }

    private static IEnumerable<FileSystemInfo> Below(string path) =>
        new DirectoryInfo(path).EnumerateFileSystemInfos(
            "*",
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }
        );

    private static void ShouldBeStateModes(string state)
    {
        foreach (var found in Below(state))
        {
            var isKey = found.FullName.Contains("/keys", StringComparison.Ordinal);
            var expected = found is DirectoryInfo ? (isKey ? OwnFolder : StateFolder) : (isKey ? Owner : StateFile);
            found.UnixFileMode.ShouldBe(expected, found.FullName);
        }
    }

    private void Run(string before, params string[] command)
    {
        using var program = WatchedProcess.StartBokgiAfter(before, Settings, command);
        program.WaitForEnd().ShouldBe(0, program.Everything());
    }
}
