using Bokgi.IntegrationTests.CommandLine;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Scripts;

/// <summary>scripts/run_e2e_tests.sh, with the program that was built with these tests.</summary>
public sealed class EndToEndScriptTests : IDisposable
{
    private const string Script = "run_e2e_tests.sh";

    private readonly TemporaryFolder folder = new();
    private readonly BuiltProgram program;
    private readonly string temporaryFolder;

    public EndToEndScriptTests()
    {
        program = new BuiltProgram(folder);
        temporaryFolder = Directory.CreateDirectory(folder.PathOf("tmp")).FullName;
    }

    private Dictionary<string, string> Settings =>
        new()
        {
            ["BOKGI"] = program.Path,
            ["TMPDIR"] = temporaryFolder,
            ["SECONDS_TO_STOP"] = "1",
        };

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Script_WithoutAndWithAnExchange_PassesAndCleansUp()
    {
        using var script = WatchedProcess.StartScript(Script, Settings);

        script.WaitForEnd().ShouldBe(0, script.AllOutput());

        script.Lines.Count.ShouldBe(17); // a line for each of the script's 16 checks, and a summary
        script.Lines.Count(line => line.StartsWith("passed ", StringComparison.Ordinal)).ShouldBe(16);
        script.Lines[^1].ShouldBe("16 passed, 0 failed");
        program.StartCount.ShouldBe(4, "generate, serve without an exchange, fake-exchange, serve with it");
        program.RunningIds.ShouldBeEmpty();
        Directory.GetDirectories(temporaryFolder, "tmp.*").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("TERM", 143)] // 128 and the number of the signal
    [InlineData("INT", 130)]
    public void Script_Signalled_StopsItsServer(string signal, int exitCode)
    {
        using var script = WatchedProcess.StartScript(Script, Settings);
        script.WaitUntil(() => program.StartCount == 2, "server"); // the first start generates candles

        script.SignalGroup(signal);

        script.WaitForEnd().ShouldBe(exitCode, script.AllOutput());
        program.RunningIds.ShouldBeEmpty();
        Directory.GetDirectories(temporaryFolder, "tmp.*").ShouldBeEmpty();
    }

    [Fact]
    public void Script_ServerDoesNotStart_FailsAndShowsItsOutput()
    {
        File.WriteAllText(program.Path, "#!/bin/sh\n[ \"$1\" = generate ] || { echo 'no power' >&2; exit 2; }\n");
        using var script = WatchedProcess.StartScript(Script, Settings);

        script.WaitForEnd().ShouldBe(1);

        script.Errors.ShouldBe(["no power", "run_e2e_tests.sh: the server did not start"]);
    }

    [Theory]
    [InlineData("--with-frontend", "does not exist yet")]
    [InlineData("--full", "does not exist yet")]
    [InlineData("--fast", "unknown option '--fast'")]
    public void Script_UnsupportedOption_IsRefused(string option, string message)
    {
        using var script = WatchedProcess.StartScript(Script, Settings, option);

        script.WaitForEnd().ShouldBe(2);

        script.Errors.ShouldHaveSingleItem().ShouldContain(message);
        program.StartCount.ShouldBe(0);
    }
}
