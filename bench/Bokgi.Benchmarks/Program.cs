using BenchmarkDotNet.Running;
using Bokgi.Benchmarks;

if (args is ["lake", var folder])
    return LakeTiming.Run(folder);
if (args is ["limit"])
    return LimitTiming.Run();
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
