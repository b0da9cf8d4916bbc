using System.CommandLine;
using Bokgi.Host.Runs;
using Bokgi.Host.Runs.Store;

namespace Bokgi.Host.Reports.Html;

internal static class ReportCommand
{
    public static Command Create()
    {
        var name = RunName.Argument(isOptional: true);
        var output = TextOption.Single("--output", "file", "File to write to (default: bokgi-report-….html in the current folder)", "-o");
        var language = TextOption.Single("--lang", "name", "ko or en (default: the terminal's)");
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the file if it exists" };
        return new Command("report", "Writes a run as one HTML file to read, print or mail.")
            .With(name, output, language, overwrite)
            .WithExamples("report latest", "report latest --lang ko --output result.html --overwrite")
            .RunsAsync(
                (result, shell) =>
                    RunAsync(result.GetValue(name)!, result.GetValue(output), result.GetValue(language), result.GetValue(overwrite), shell)
            );
    }

    private static async Task<int> RunAsync(string name, string? path, string? languageName, bool overwrites, Shell shell)
    {
        var errors = new InputErrors();
        var language = WireNames.Read(languageName, Shell.IsKorean ? ReportLanguage.Ko : ReportLanguage.En, "lang", errors);
        if (path is not null && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            errors.Add("output", $"--output cannot be '{path}': its folder does not exist; create it first");
        errors.ThrowIfAny();
        await using var services = shell.OpenRuns();
        var (run, files) = await RunName.FindWithFilesAsync(services.GetRequiredService<RunStore>(), name);
        path ??= ReportPage.FileName(run.RunId);
        if (Directory.Exists(path))
            throw InvalidInputException.ForField("output", $"{path} is a folder; name a file with --output");
        if (!overwrites && File.Exists(path))
            throw InvalidInputException.ForField("output", $"{path} already exists; choose another --output, or specify --overwrite");
        var stored = services.GetRequiredService<RunArchive>().Open(run, files);
        var report = await RunReport.ReadAsync(run, stored, new CandleLake(shell.Settings.DataRoot), shell.Cancel);
        OutputFile.Write(path, overwrites, file => ReportPage.Write(report, language, file));
        shell.Out.WriteLine(Path.GetFullPath(path));
        return ExitCode.Success;
    }
}
