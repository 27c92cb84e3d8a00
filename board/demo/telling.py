"""The played day's story, a line for each thing that happens."""

from typing import Final

from board.demo.catalogue import Text

LINES: Final = {
    "book": Text("{who} 预约登记 {plate}，{time}", "{who} books {plate} for {time}"),
    "confirm": Text("{who} 电话确认 {plate}，{time} 到店", "{who} confirms with the owner of {plate}: {time}"),
    "not_answered": Text("{who} 致电 {plate} 车主，无人接听", "{who} calls the owner of {plate}: no answer"),
    "no_show": Text("{who} 登记爽约 {plate}，原约 {time}", "{who} notes that {plate} did not come at {time}"),
    "arrive": Text("{who} 门岗登记进店 {plate}，无预约", "{who} lets {plate} in, without an appointment"),
    "arrive_booked": Text("{who} 门岗登记进店 {plate}，预约客户", "{who} lets {plate} in, as booked"),
    "open_reception": Text("{who} 迎接 {plate}，开始环检", "{who} greets the owner of {plate} and walks round it"),
    "sign_order": Text(
        "{who} 接车 {plate} {what}，客户签字，预计 {time} 交车",
        "{who} takes in {plate}, {what}: the order is signed, promised for {time}",
    ),
    "part_ordered": Text("{who} 订货：{what}（{plate}）", "{who} orders for {plate}: {what}"),
    "part_arrived": Text("{who} 到货：{what}（{plate}）", "{who} receives for {plate}: {what}"),
    "part_issued": Text("{who} 发料：{what}（{plate}）", "{who} gives out for {plate}: {what}"),
    "propose_add_on": Text("{who} 在 {plate} 上发现增项：{what}", "{who} finds more to do on {plate}: {what}"),
    "price_add_on": Text("{who} 增项报价 {plate}：{what}", "{who} prices for {plate}: {what}"),
    "approve_add_on": Text("{who} 电话确认增项 {plate}：同意 {what}", "{who} calls: {what} is approved for {plate}"),
    "decline_add_on": Text(
        "{who} 记录客户拒绝增项 {plate}：{what}", "{who} records that {what} is declined for {plate}"
    ),
    "approve_by_link": Text(
        "客户在手机上同意 {plate}：{what}", "The customer approves on the phone for {plate}: {what}"
    ),
    "decline_by_link": Text(
        "客户在手机上拒绝 {plate}：{what}", "The customer declines on the phone for {plate}: {what}"
    ),
    "call_andon": Text("{who} 呼叫（{plate}）：{what}", "{who} calls for help at {plate}: {what}"),
    "answer_andon": Text("{who} 应答呼叫 {plate}", "{who} answers the call {plate}"),
    "resolve_andon": Text("{who} 解除呼叫 {plate}", "{who} settles the call {plate}"),
    "record_test_drive": Text("{who} 路试 {plate}，{what} 公里", "{who} drives {plate} for a test, {what} km"),
    "call_satisfied": Text("{who} 回访 {plate}：满意", "{who} calls the owner of {plate}: satisfied"),
    "call_not_reached": Text("{who} 回访 {plate}：未接通", "{who} calls the owner of {plate}: not reached"),
    "call_complaint": Text("{who} 回访 {plate}：投诉，已立案", "{who} calls the owner of {plate}: a complaint, a case"),
    "close_complaint": Text("{who} 投诉结案 {plate}", "{who} closes the complaint about {plate}"),
    "decide_repair": Text("{who} 同意补正工时：{what}", "{who} accepts the time that {what} proposed"),
    "confirm_clocking": Text("{who} 确认漏打卡：{what}", "{who} confirms the forgotten clock-off of {what}"),
    "dispatch": Text("{who} 派工 {plate} → {bay} 工位", "{who} sends {plate} to bay {bay}"),
    "move": Text("{who} 移车 {plate} → {bay} 工位", "{who} has {plate} moved to bay {bay}"),
    "clock_on": Text("{who} 上工 {plate}", "{who} clocks on to {plate}"),
    "resume": Text("{who} 继续 {plate}", "{who} goes on with {plate}"),
    "switch": Text("{who} 先放下手上的车，转做 {plate}", "{who} puts the car at hand aside for {plate}"),
    "parts": Text("{who} 中断 {plate}：待料", "{who} stops at {plate}: waiting for parts"),
    "customer_approval": Text(
        "{who} 中断 {plate}：待客户确认", "{who} stops at {plate}: waiting for the customer's yes"
    ),
    "finish_operation": Text("{who} 完成 {plate}：{what}", "{who} finishes on {plate}: {what}"),
    "pass_self_check": Text("{who} 自检合格 {plate}", "{who} signs the self check of {plate}"),
    "pass_leader_check": Text("{who} 班组长检验合格 {plate}", "{who} signs the team leader's check of {plate}"),
    "pass_final_check": Text("{who} 总检合格 {plate}", "{who} passes {plate} in the final check"),
    "fail_final_check": Text("{who} 总检不合格 {plate}：{what}", "{who} fails {plate} in the final check: {what}"),
    "start_wash": Text("{who} 开始洗车 {plate}", "{who} starts washing {plate}"),
    "end_wash": Text("{who} 洗毕，{plate} 停 {what}", "{who} parks {plate}, clean, in {what}"),
    "park_ready": Text("{who} 把 {plate} 停到 {what}", "{who} parks {plate} in {what}"),
    "announce": Text("{who} 通知客户：{plate} 可以提车", "{who} tells the customer that {plate} is ready"),
    "hand_over": Text("{who} 陪客户验车 {plate}", "{who} walks round {plate} with its owner"),
    "settle": Text("{who} 结算 {plate}", "{who} settles {plate}"),
    "deliver": Text("{who} 放行 {plate}", "{who} opens the gate for {plate}"),
    "promise": Text("{who} 改约 {plate}：{time}，{what}", "{who} promises {plate} for {time} instead: {what}"),
    "refused": Text("　　未通过：{what}", "    refused: {what}"),
    "end": Text("今天到此为止，共 {what} 件事。", "The day ends here, after {what} events."),
    "gone": Text("看板一直没有应答，到此为止。", "The board has not answered for a long time. The day ends here."),
}


def line(language: str, event: str, **filled: str) -> str:
    """What is told of an event."""
    return LINES[event].said_in(language).format(**filled)
