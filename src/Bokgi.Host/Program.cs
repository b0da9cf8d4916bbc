using System.CommandLine;
using Bokgi.Host;

return await BokgiCommands.RunAsync(args, new InvocationConfiguration { Output = Console.Out, Error = Console.Error });
