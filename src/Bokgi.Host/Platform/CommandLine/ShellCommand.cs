using System.CommandLine;
using Bokgi.Host.Platform.Unix;
using Bokgi.MarketData.Locking;

namespace Bokgi.Host.Platform.CommandLine;

/// <summary>Gives commands their options, examples and actions. Only this class turns exceptions into error lines and an exit code.</summary>
internal static class ShellCommand
{
    public static Option<string?> DataRoot { get; } =
        new("--data-root")
        {
            Description = "Folder of the candle lake (default: DATA_ROOT, else ./data)",
            Recursive = true,
            HelpName = "folder",
        };

    /// <summary>Adds arguments and options; the help lists them in this order.</summary>
    public static Command With(this Command command, params IEnumerable<System.CommandLine.Symbol> parts)
    {
        foreach (var part in parts)
        {
            if (part is Argument argument)
                command.Arguments.Add(argument);
            else
                command.Options.Add((Option)part);
        }

        return command;
    }

    /// <summary>Examples are written without the program's name.</summary>
    public static Command WithExamples(this Command command, params string[] examples)
    {
        HelpWithExamples.Examples.AddOrUpdate(command, examples);
        return command;
    }

    public static Command Runs(this Command command, Func<ParseResult, Shell, int> action) =>
        command.RunsAsync((result, shell) => Task.FromResult(action(result, shell)));

    public static Command RunsAsync(this Command command, Func<ParseResult, Shell, Task<int>> action)
    {
        command.SetAction(
            (result, cancel) =>
            {
                var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
                return CatchFailuresAsync(
                    error,
                    () =>
                    {
                        var settings = HostSettings.Read(result.GetValue(DataRoot));
                        FileModes.Tighten(settings.StateRoot);
                        return action(result, new Shell(output, error, settings, TimeProvider.System, cancel));
                    }
                );
            }
        );
        return command;
    }

    private static async Task<int> CatchFailuresAsync(TextWriter error, Func<Task<int>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception failure)
        {
            return ReportFailure(failure, error);
        }
    }

    private static int ReportFailure(Exception failure, TextWriter error)
    {
        switch (failure)
        {
            case InvalidInputException { Errors: var inputErrors }:
                foreach (var (_, message) in inputErrors.ListedErrors)
                    Shell.WriteError(error, message);
                if (inputErrors.UnlistedCount is > 0 and var more)
                    Shell.WriteError(error, Shell.Localize($"그 밖에 {more}개 더 있음", $"and {more} more"));
                return ExitCode.Refused;
            case ConflictException or LakeException or ExchangeException { Kind: not ExchangeErrorKind.Unavailable }:
                Shell.WriteError(error, failure.Message);
                return failure is LakeException { Kind: LakeErrorKind.Busy } ? ExitCode.Failed : ExitCode.Refused;
            case OperationCanceledException:
                error.WriteLine(Shell.Localize("중단했습니다", "stopped"));
                return ExitCode.Failed;
            default:
                error.WriteLine($"{Shell.Localize("실패", "failed")}: {Reason(failure)}");
                return ExitCode.Failed;
        }
    }

    private static string Reason(Exception failure) =>
        failure switch
        {
            _ when DescriptorLimit.IsCauseOf(failure) =>
                $"this process may have {DescriptorLimit.Current} files open at a time (ulimit -n), which was not enough; {DescriptorLimit.Remedy}",
            ExchangeException
            or DatabaseUnavailableException
            or StateRootException
            or ServiceFailureException
            or LostDataException
            or LockHeldException => failure.Message,
            _ when failure.IsDatabaseDown() =>
                $"the database cannot be used: {failure.GetBaseException().Message.ReplaceLineEndings(" ").TrimEnd('.')}; check that it runs and has room, and try again",
            _ when failure is IOException or UnauthorizedAccessException || failure.IsDiskUnavailable() =>
                $"{(failure.DiskReason() ?? failure.Message).TrimEnd('.')}; check the path, its permissions and the free space",
            _ => $"{failure.GetType().Name}: {failure.Message}; this is a bug in bokgi; please report it together with the command",
        };
}
