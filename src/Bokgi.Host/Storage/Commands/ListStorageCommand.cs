using System.CommandLine;
using Spectre.Console;

namespace Bokgi.Host.Storage.Commands;

/// <summary><c>bokgi storage list</c>: lists the objects in a store by key.</summary>
internal static class ListStorageCommand
{
    private const int StandardLimit = 100;

    public static Command Create()
    {
        var options = new StoreOptions();
        var limit = NumberOption.Whole("--limit", "n", $"Show at most so many (default {StandardLimit})");
        var all = new Option<bool>("--all") { Description = "Show all of them" };
        var command = new Command("list", "Lists what lies in a store, by key.") { limit, all };
        options.AddTo(command);
        return command.RunsAsync(
            (result, shell) =>
                RunAsync(
                    options.Open(result, shell.Settings),
                    options.Prefix(result),
                    Most(result.GetValue(limit), result.GetValue(all)),
                    result.GetValue(options.Json),
                    shell
                )
        );
    }

    private static async Task<int> RunAsync(IObjectStore store, string prefix, int most, bool asJson, Shell shell)
    {
        var (items, isTruncated) = await ReadAsync(store, prefix, most, shell.Cancel);
        if (asJson)
            shell.WriteJson(
                new
                {
                    Store = store.Name,
                    Items = items.Select(StoredObjectDocument.Of),
                    IsTruncated = isTruncated,
                }
            );
        else if (items.Count > 0)
            WriteTable(items, shell);
        if (isTruncated)
            shell.Warn(
                Shell.Say($"처음 {items.Count}개만 보입니다. 전부 보려면 --all", $"only the first {items.Count} are shown; --all shows all")
            );
        if (items.Count > 0)
            return ExitCode.Good;
        shell.Error.WriteLine(StoreOptions.Nothing(store, prefix));
        return ExitCode.Refused;
    }

    /// <exception cref="RefusedInputException">The limit is invalid, or combined with --all.</exception>
    private static int Most(int? limit, bool all) =>
        (limit, all) switch
        {
            (null, true) => int.MaxValue,
            (null, false) => StandardLimit,
            (>= 1 and < int.MaxValue, false) => limit.Value,
            (_, true) => throw RefusedInputException.Of("limit", "--limit and --all exclude each other; give one of them"),
            _ => throw RefusedInputException.Of("limit", $"--limit cannot be {limit}; give 1 or more, or --all"),
        };

    // Reads one more than is shown, to find out whether there are more.
    private static async Task<(List<StoredObject> Items, bool IsTruncated)> ReadAsync(
        IObjectStore store,
        string prefix,
        int most,
        CancellationToken cancel
    )
    {
        var items = new List<StoredObject>();
        await foreach (var item in store.ListAsync(prefix, cancel))
        {
            if (items.Count == most)
                return (items, true);
            items.Add(item);
        }

        return (items, false);
    }

    private static void WriteTable(List<StoredObject> items, Shell shell)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn("key").NoWrap());
        table.AddColumn(new TableColumn("bytes").RightAligned().NoWrap());
        foreach (var name in (string[])["uploaded", "etag"])
            table.AddColumn(new TableColumn(name).NoWrap());
        foreach (var item in items.Select(StoredObjectDocument.Of))
            table.AddRow(
                Markup.Escape(item.Key),
                item.Size.ToString("N0", CultureInfo.InvariantCulture),
                item.UploadedAt,
                Markup.Escape(item.Etag)
            );
        shell.Write(table);
    }
}
