using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Platform.Settings;
using Bokgi.IntegrationTests.Store;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Tasks;

public sealed class JobStoragesTests(PostgresServer postgres)
{
    // Regression: when a server and its workers started together on an empty database, all but one of them exited silently.
    [Fact]
    public async Task Prepare_ConcurrentlyOnEmptyDatabase_AllSucceed()
    {
        const int Callers = 6;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var values = new Dictionary<string, string?> { ["DATABASE_URL"] = postgres.CreateDatabase().ConnectionString };
            var settings = HostSettings.Read("/nowhere", new ConfigurationBuilder().AddInMemoryCollection(values).Build());
            using var ready = new Barrier(Callers);
            var starts = Enumerable
                .Range(0, Callers)
                .Select(_ =>
                    Task.Factory.StartNew(
                        () =>
                        {
                            ready.SignalAndWait();
                            JobStorages.Prepare(settings);
                        },
                        TaskCreationOptions.LongRunning
                    )
                );

            await Should.NotThrowAsync(Task.WhenAll(starts.ToList()));
        }
    }
}
