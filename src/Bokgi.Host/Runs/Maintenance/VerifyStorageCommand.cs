using System.CommandLine;
using System.Text.Json;
using Bokgi.Host.Platform.CommandLine;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Store;
using Bokgi.Host.Storage;
using Bokgi.Host.Storage.Commands;

namespace Bokgi.Host.Runs.Maintenance;

/// <summary>
/// <c>bokgi storage verify</c>: reads the files of all runs and any other objects in a store, and compares them with the stored hashes.
/// </summary>
internal static class VerifyStorageCommand
{
    public static Command Create()
    {
        var options = new StoreOptions();
        var command = new Command(
            "verify",
            "Reads what lies in a store and compares it with the hashes that the runs or the store keep; exit code 2 when anything is damaged or missing."
        );
        options.AddTo(command);
        return command.RunsAsync(
            (result, shell) => RunAsync(options.Open(result, shell.Settings), options.Prefix(result), result.GetValue(options.Json), shell)
        );
    }

    private static async Task<int> RunAsync(IObjectStore store, string prefix, bool asJson, Shell shell)
    {
        await using var services = shell.OpenRuns();
        var verification = new StorageVerification(
            services.GetRequiredService<RunStore>(),
            services.GetRequiredService<RunArchive>(),
            services.GetRequiredService<ArtifactFolders>(),
            store,
            ObjectStores.OpenLocal(shell.Settings)
        );
        var found = await verification.RunAsync(prefix, shell.Cancel);
        if (asJson)
            shell.Out.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        Store = store.Name,
                        Good = found.Count(Verification.Good),
                        WithoutHash = found.Count(Verification.WithoutHash),
                        Damaged = found.Keys(Verification.Damaged),
                        Missing = found.Keys(Verification.Missing),
                    },
                    JsonFormat.Options
                )
            );
        else
            WriteLines(store, found, shell);
        if (found.Count(Verification.Damaged) + found.Count(Verification.Missing) > 0)
            return ExitCode.Failed;
        if (found.Any)
            return ExitCode.Good;
        shell.Error.WriteLine(StoreOptions.Nothing(store, prefix));
        return ExitCode.Refused;
    }

    private static void WriteLines(IObjectStore store, VerifiedObjects found, Shell shell)
    {
        foreach (var key in found.Keys(Verification.Damaged))
            shell.Out.WriteLine($"{Shell.Say("손상", "damaged")} {key}");
        foreach (var key in found.Keys(Verification.Missing))
            shell.Out.WriteLine($"{Shell.Say("없음", "missing")} {key}");
        var (good, damaged) = (found.Count(Verification.Good), found.Count(Verification.Damaged));
        var (missing, without) = (found.Count(Verification.Missing), found.Count(Verification.WithoutHash));
        shell.Out.WriteLine(
            Shell.Say(
                $"{store.Name}: 정상 {good}, 손상 {damaged}, 없음 {missing}, 해시 없음 {without}",
                $"{store.Name}: {good} good, {damaged} damaged, {missing} missing, {without} without a hash to compare with"
            )
        );
    }
}
