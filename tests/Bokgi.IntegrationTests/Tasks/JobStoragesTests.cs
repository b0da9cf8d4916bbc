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
        for (var round = 0; round < 3; round++)
        {
            var values = new Dictionary<string, string?> { ["DATABASE_URL"] = postgres.CreateDatabase().ConnectionString };
            var settings = HostSettings.Read("/nowhere", new ConfigurationBuilder().AddInMemoryCollection(values).Build());
            using var ready = new Barrier(6);
            var starts = Enumerable
                .Range(0, 6)
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
