using System.CommandLine;
using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Store;
using Bokgi.Host.Storage;
using Bokgi.Host.Storage.Commands;

namespace Bokgi.Host.Runs.Maintenance;

/// <summary><c>bokgi storage verify</c>: compares the objects in a store with the stored hashes.</summary>
internal static class VerifyStorageCommand
{
    public static Command Create()
    {
        var options = new StoreOptions();
        var command = new Command(
            "verify",
            "Reads the objects in a store and compares them with the hashes stored with the runs or by the store; exit code 2 if any is damaged or missing."
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
        var outcomes = await verification.RunAsync(prefix, shell.Cancel);
        var keys = outcomes.ToLookup(outcome => outcome.Value, outcome => outcome.Key);
        var (damaged, missing) = (keys[Verification.Damaged].ToList(), keys[Verification.Missing].ToList());
        var (good, withoutHash) = (keys[Verification.Intact].Count(), keys[Verification.WithoutHash].Count());
        if (asJson)
            shell.WriteJson(
                new
                {
                    Store = store.Name,
                    Good = good,
                    WithoutHash = withoutHash,
                    Damaged = damaged,
                    Missing = missing,
                }
            );
        else
        {
            damaged.ForEach(key => shell.Out.WriteLine($"{Shell.Localize("손상", "damaged")} {key}"));
            missing.ForEach(key => shell.Out.WriteLine($"{Shell.Localize("없음", "missing")} {key}"));
            shell.Out.WriteLine(
                Shell.Localize(
                    $"{store.Name}: 정상 {good}, 손상 {damaged.Count}, 없음 {missing.Count}, 해시 없음 {withoutHash}",
                    $"{store.Name}: {good} good, {damaged.Count} damaged, {missing.Count} missing, {withoutHash} without a hash to compare with"
                )
            );
        }

        if (damaged.Count + missing.Count > 0)
            return ExitCode.Failed;
        if (outcomes.Count > 0)
            return ExitCode.Success;
        shell.Error.WriteLine(StoreOptions.NoMatchMessage(store, prefix));
        return ExitCode.NothingFound;
    }
}
