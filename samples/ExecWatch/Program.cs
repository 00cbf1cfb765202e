using Samples;
using Waggle.Compiler;
using Waggle.Linux;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); };

await using var watch = KernelEngine.Create().Load(BpfCompiler.Compile(typeof(ExecWatch)));
using var events = watch.OpenRing<Started>("events");
watch.AttachAll();

await foreach (Started s in events.ReadAllAsync(stop.Token))
    Console.WriteLine($"{s.Process} (from {s.Parent}) {s.Comm}: {s.File}");

Console.WriteLine($"lost: {events.Counts.Lost}");
