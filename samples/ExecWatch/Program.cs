using Samples;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); };

await using var watch = await ExecWatch.LoadAsync();
watch.Programs.OnExec.Attach();

await foreach (Started s in watch.Maps.Events.WithCancellation(stop.Token))
    Console.WriteLine($"{s.Process} (from {s.Parent}) {s.Comm}: {s.File}");

Console.WriteLine($"lost: {watch.Maps.Events.Counts.Lost}");
