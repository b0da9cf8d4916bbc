using System.CommandLine;
using Bokgi.Host.Runs.Store;

namespace Bokgi.Host.Runs.History;

/// <summary><c>bokgi note RUN [TEXT]</c>: changes a run's description and tags, which the history can search.</summary>
internal static class NoteCommand
{
    public static Command Create()
    {
        var name = RunName.Argument();
        var text = new Argument<string?>("text")
        {
            Description = "The note, which replaces an existing one; '' removes it",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var tags = TextOption.Repeatable("--tag", "text", "A tag to add; may be repeated");
        var tagsToRemove = TextOption.Repeatable("--untag", "text", "A tag to remove; may be repeated");
        var command = new Command("note", "Writes a note on a run, or tags it; 'bokgi runs --text' searches both.")
        {
            name,
            text,
            tags,
            tagsToRemove,
        };
        return command
            .WithExamples("note latest 'before the halving' --tag study", "note 019ade --untag study")
            .RunsAsync(
                (result, shell) =>
                    RunAsync(
                        result.GetValue(name)!,
                        result.GetValue(text),
                        result.GetValue(tags) ?? [],
                        result.GetValue(tagsToRemove) ?? [],
                        shell
                    )
            );
    }

    private static async Task<int> RunAsync(string name, string? text, string[] tags, string[] tagsToRemove, Shell shell)
    {
        if (text is null && tags.Length + tagsToRemove.Length == 0)
            throw InvalidInputException.ForField("text", "there is nothing to note; give a text, --tag or --untag");
        await using var services = shell.OpenRuns();
        var store = services.GetRequiredService<RunStore>();
        var run = await RunName.FindAsync(store, name);
        var newTags = run.Tags.Concat(tags).Distinct().Except(tagsToRemove).ToArray();
        var description = new RunDescription { Description = text ?? run.Description, Tags = newTags };
        var errors = new InputErrors();
        foreach (var unknown in tagsToRemove.Except(run.Tags.Concat(tags)))
            errors.Add("untag", $"the run has no tag '{unknown}'; it has {(run.Tags.Count > 0 ? string.Join(", ", run.Tags) : "none")}");
        description.Check(errors);
        errors.ThrowIfAny();
        var updated =
            await store.UpdateDescriptionAsync(run.RunId, text is null ? null : description.Description, description.Tags)
            ?? throw InvalidInputException.ForField("run", $"{run.RunId} was removed; 'bokgi runs' lists the stored runs");
        shell.Out.WriteLine(
            string.Join(' ', [updated.RunId, .. updated.Tags.Select(tag => $"#{tag}"), updated.Description ?? string.Empty]).TrimEnd()
        );
        return ExitCode.Success;
    }
}
