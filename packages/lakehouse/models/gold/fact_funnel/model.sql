with
  page_views as (
    select
      session_id,
      position,
      event_time,
      row_number() over (partition by session_id order by position nulls last) as page_number,
      case
        when page_path like '/product/%' then 'product'
        when page_path = '/cart' or page_path like '/cart/%' then 'cart'
        when page_path like '/checkout%' then 'checkout'
        when page_path like '/order/%' then 'order'
      end as step
    from run.silver_session_events
    where event_type = 'page_view'
  ),
  -- Each CTE finds where one more step was reached: the first page of its kind after the step before.
  products as (
    select
      *,
      min(case when step = 'product' and page_number > 1 then page_number end)
        over (partition by session_id) as product_page
    from page_views
  ),
  carts as (
    select
      *,
      min(case when step = 'cart' and page_number > product_page then page_number end)
        over (partition by session_id) as cart_page
    from products
  ),
  checkouts as (
    select
      *,
      min(case when step = 'checkout' and page_number > cart_page then page_number end)
        over (partition by session_id) as checkout_page
    from carts
  ),
  orders as (
    select
      *,
      min(case when step = 'order' and page_number > checkout_page then page_number end)
        over (partition by session_id) as order_page
    from checkouts
  ),
  reached as (
    select
      session_id,
      min(case when page_number = 1 then event_time end) as visited_at,
      min(case when page_number = 2 then event_time end) as browsed_at,
      min(case when page_number = product_page then event_time end) as product_at,
      min(case when page_number = cart_page then event_time end) as cart_at,
      min(case when page_number = checkout_page then event_time end) as checkout_at,
      min(case when page_number = order_page then event_time end) as ordered_at
    from orders
    group by session_id
  ),
  deepest as (
    select
      *,
      case
        when ordered_at is not null then 6
        when checkout_at is not null then 5
        when cart_at is not null then 4
        when product_at is not null then 3
        when browsed_at is not null then 2
        else 1
      end as deepest_step
    from reached
  ),
  session_days as (
    select session_id, cast(min(event_time) as date) as session_date
    from run.silver_session_events
    group by session_id
  ),
  final as (
    select
      d.*,
      s.session_date,
      case d.deepest_step
        when 6 then 'order'
        when 5 then 'checkout'
        when 4 then 'cart'
        when 3 then 'product'
        when 2 then 'browse'
        else 'visit'
      end as deepest_step_name
    from deepest d
    join session_days s on s.session_id = d.session_id
  )
select * from final
